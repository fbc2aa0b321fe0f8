import { DomainError, type Problem } from '@trialogue/errors';
import type { Executor } from '@trialogue/executor';
import {
  overlaid,
  proposeStateMap,
  rootOf,
  type StateImage,
  slotMapProblems,
  stateMapProblems,
} from '@trialogue/flow-engine';
import type { Store } from '@trialogue/store';
import { isName, refuseProblems, type Tables, toProblemType } from '@trialogue/subgraph';
import { flowVersionOf } from '@trialogue/variant-config';
import { type ConversationPlan, talkingPlan } from '../following/conversation-plan';
import type { FlowVersionInUse, FlowVersions } from '../following/flow-versions';
import { requirePrompts } from '../following/opening';
import { planFromFlow } from '../following/plan-from-flow';
import { asIncludes } from '../registry/flow-version.content';
import { FlowStatus, FlowVersion } from '../registry/flow-version.entity';
import { isLive } from './live-conversations';
import { atOnce, type Destination, migrated, moveSome, pageOf } from './migrating-conversation';
import {
  type ConversationMigration,
  type LeftConversations,
  LeftReason,
  type MigrateConversationsArgs,
} from './migration';

const mostProblems = 100;
const mostShown = 20;

/** What a look at a version's conversations finds. */
interface Survey {
  readonly counts: ReadonlyMap<string, number>;
  /** Conversations that would go over now. */
  readonly movable: number;
  readonly problems: readonly Problem[];
}

/** Takes the conversations of a version over to another one of the same flow. */
export class ConversationMigrations {
  constructor(
    private readonly tables: Tables,
    private readonly store: Store,
    private readonly flows: FlowVersions,
    private readonly executor: Pick<Executor, 'promptsOf' | 'providedBy'>,
    private readonly clock: () => Date,
  ) {}

  /**
   * All of them are looked at before any is moved: when one has no place to go on from, a slot would lose its meaning, or
   * a prompt that comes new would lack a variable, nothing moves. Then they move in batches, each conversation in one transaction with its event; what is interrupted is
   * completed by doing it again. Throws FLOW_NOT_FOUND, CONFIG_INVALID for a map that cannot be, FLOW_NEEDS_PROMPT, and
   * FLOW_MIGRATION_REFUSED unless it is a dry run.
   */
  async migrate(args: MigrateConversationsArgs): Promise<ConversationMigration> {
    const { flow, dryRun } = args;
    if (args.from === args.to)
      throw new DomainError('BAD_USER_INPUT', { problem: '`from` and `to` are the same version.' });
    await this.store.releases.refresh();
    const [from, to] = [await this.versionOf(flow, args.from), await this.versionOf(flow, args.to)];
    if (to.status !== FlowStatus.ACTIVE)
      refuseProblems(`The way from ${from.id} to ${to.id}`, [
        { path: ['to'], message: `${to.id} is ${to.status}; conversations go over to an active version` },
      ]);
    const destination = await this.destinationOf(from, to, args);
    const survey = await this.survey(destination);
    const refused = survey.problems.length > 0;
    if (refused && !dryRun)
      throw new DomainError(
        'FLOW_MIGRATION_REFUSED',
        { from: from.id, to: to.id, problem: `${survey.problems[0]!.path.join('.')} ${survey.problems[0]!.message}` },
        { problems: survey.problems },
      );
    const moved = dryRun ? survey.movable : await this.move(destination);
    return {
      ...{ from, to, dryRun, moved },
      states: destination.states.map((image) => ({ ...image, count: survey.counts.get(image.from) ?? 0 })),
      left: await this.left(from.id, dryRun),
      problems: survey.problems.map(toProblemType),
    };
  }

  private async versionOf(flowKey: string, number: number): Promise<FlowVersion> {
    const version = isName(flowKey) ? await this.tables.manager.findOneBy(FlowVersion, { flowKey, number }) : null;
    if (!version) throw new DomainError('FLOW_NOT_FOUND', { flow: `${flowKey}@${number}` });
    return version;
  }

  private async destinationOf(
    from: FlowVersion,
    to: FlowVersion,
    { states, slots }: MigrateConversationsArgs,
  ): Promise<Destination> {
    const { releases } = this.store;
    const { plan } = planFromFlow(releases, to.id, false);
    const version = await this.flows.get(plan.flow!);
    requirePrompts(version);
    const { hash } = flowVersionOf(releases, from.id)!;
    const { definition: before } = await this.flows.get({ reference: from.id, hash });
    const after = version.definition;
    const images: StateImage[] = states.map(({ from: state, to: image }) => ({ from: state, to: image ?? null }));
    const renamed = slots.map(({ from: slot, to: image }) => ({ from: slot, to: image ?? null }));
    refuseProblems(`The way from ${from.id} to ${to.id}`, [
      ...stateMapProblems(before, after, images),
      ...slotMapProblems(before, after, renamed),
    ]);
    return {
      ...{ from: from.id, plan, version, definition: after, flows: asIncludes(version.body.flows) },
      ...{ states: overlaid(images, proposeStateMap(before, after)), slots: renamed },
      ...(await this.promptsIn(plan, version)),
    };
  }

  private async promptsIn(plan: ConversationPlan, { body, definition }: FlowVersionInUse) {
    const { executor } = this;
    const talking = talkingPlan(plan, body);
    const prompts = await Promise.all(
      Object.entries(talking.pins).map(
        async ([reference, hash]) =>
          [reference, await executor.promptsOf({ ...talking, pins: { [reference]: hash } })] as const,
      ),
    );
    const given = [...Object.keys(definition.slots ?? {}), ...executor.providedBy(plan)];
    return { prompts: new Map(prompts), given };
  }

  private async survey(to: Destination): Promise<Survey> {
    const at = this.clock();
    const counts = new Map<string, number>();
    const problems = new Map<string, { readonly problem: Problem; count: number }>();
    let movable = 0;
    for (let after = ''; ; ) {
      const page = await pageOf(this.store.sql, to.from, after);
      for (const conversation of page) {
        const { state } = rootOf(conversation.flowState!);
        counts.set(state, (counts.get(state) ?? 0) + 1);
        if (conversation.leaseUntil) continue;
        const result = migrated(conversation, to, at);
        if ('state' in result) movable += 1;
        else for (const problem of result.problems) count(problems, problem);
      }
      if (page.length < atOnce) break;
      after = page.at(-1)!.id;
    }
    return { counts, movable, problems: [...problems.values()].map(told).sort(statesFirst) };
  }

  private async move(to: Destination): Promise<number> {
    let moved = 0;
    for (let after: string | undefined = ''; after !== undefined; ) {
      const batch: Awaited<ReturnType<typeof moveSome>> = await moveSome(this.store, to, after, this.clock());
      moved += batch.moved;
      after = batch.after;
    }
    return moved;
  }

  /** In a dry run only those that no other time would take over. */
  private async left(from: string, dryRun: boolean): Promise<LeftConversations[]> {
    const { rows } = await this.store.sql<{ reason: LeftReason; count: string; conversations: string[] }>(
      `select reason, count(*) as count, (array_agg(id order by id))[1:${mostShown}] as conversations
       from (select id, case when experiment is not null then 'EXPERIMENT'
                             when lease_until is not null then 'BUSY' else 'REFUSED' end as reason
               from exp.conversations where flow_version = $1 and ${isLive}) as staying
       group by reason order by reason`,
      [from],
    );
    const shown = dryRun ? rows.filter(({ reason }) => reason !== LeftReason.REFUSED) : rows;
    return shown.map(({ count: many, ...left }) => ({ ...left, count: Number(many) }));
  }
}

function count(problems: Map<string, { readonly problem: Problem; count: number }>, problem: Problem): void {
  const key = `${problem.path.join('.')} ${problem.message}`;
  const known = problems.get(key);
  if (known) known.count += 1;
  else if (problems.size < mostProblems) problems.set(key, { problem, count: 1 });
}

const told = ({ problem: { path, message }, count: many }: { readonly problem: Problem; readonly count: number }) => ({
  path,
  message: `${message} (${many} ${many === 1 ? 'conversation' : 'conversations'})`,
});

/** The same in whatever order conversations were read. */
const statesFirst = ({ path: one }: Problem, { path: other }: Problem): number => {
  const place = (path: Problem['path']) => `${path[0] === 'states' ? 0 : 1}.${path.join('.')}`;
  return place(one) < place(other) ? -1 : 1;
};
