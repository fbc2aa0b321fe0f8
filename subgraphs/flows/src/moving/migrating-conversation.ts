import { DomainError, type Problem } from '@trialogue/errors';
import { type MigratedState, migrateState, type StateMigration } from '@trialogue/flow-engine';
import type { EventInput, Sql, Store } from '@trialogue/store';
import { completeVariables } from '@trialogue/templates';
import type { PromptVersionBody } from '@trialogue/variant-config';
import { conversationColumns } from '../columns';
import type { Conversation } from '../conversation.entity';
import { conversationMigrated } from '../facts';
import type { ConversationPlan } from '../following/conversation-plan';
import type { FlowVersionInUse } from '../following/flow-versions';
import { standingIn } from '../following/standing';
import { storableJson } from '../text-input';
import { isLive } from './live-conversations';

/** Conversations that are moved in one transaction. */
export const atOnce = 100;

/** Where conversations go over to. */
export interface Destination extends StateMigration {
  /** `name@number` of the version that they are on. */
  readonly from: string;
  /** Of one that begins on the new version. */
  readonly plan: ConversationPlan;
  readonly version: FlowVersionInUse;
  /** By their references, the prompts that talk in it. */
  readonly prompts: ReadonlyMap<string, readonly PromptVersionBody[]>;
  /** Variables that its slots and its strategy give. */
  readonly given: readonly string[];
}

/** Conversations of a version that are not of an experiment, in the order of their ids. */
const movable = `flow_version = $1 and ${isLive} and experiment is null and id > $2`;

export async function pageOf(sql: Sql, from: string, after: string): Promise<Conversation[]> {
  const { rows } = await sql<Conversation>(
    `select ${conversationColumns} from exp.conversations where ${movable} order by id limit ${atOnce}`,
    [from, after],
  );
  return rows;
}

export function migrated(conversation: Conversation, to: Destination, at: Date): MigratedState {
  const result = migrateState(conversation.flowState!, to, at.getTime());
  const missing = missingVariables(conversation, to);
  if (missing.length === 0) return result;
  return { problems: [...('problems' in result ? result.problems : []), ...missing] };
}

/** Of prompts that the conversation has not named before: what they need and nobody gave when it began. */
function missingVariables({ plan, variables }: Conversation, { prompts, given }: Destination): Problem[] {
  return [...prompts].flatMap(([reference, versions]) => {
    if (Object.hasOwn(plan.pins, reference)) return [];
    return versions.flatMap((version): Problem[] => {
      try {
        completeVariables(version, variables, given);
        return [];
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        return [{ path: ['prompts', reference], message: `cannot be rendered: ${error.message}` }];
      }
    });
  });
}

/**
 * Moves some of a version's conversations, in one transaction with their events: each whole or not at all. One that is in
 * somebody's hands, for a turn that runs or another that moves, is passed over.
 *
 * @returns how many moved, and the id after which to go on; without it there are no more
 */
export function moveSome(
  store: Store,
  to: Destination,
  after: string,
  at: Date,
): Promise<{ readonly moved: number; readonly after?: string }> {
  return store.transaction(async (sql) => {
    const { rows } = await sql<Conversation>(
      `select ${conversationColumns} from exp.conversations
       where ${movable} and lease_until is null order by id limit ${atOnce} for update skip locked`,
      [to.from, after],
    );
    const events: EventInput[] = [];
    for (const conversation of rows) {
      const result = migrated(conversation, to, at);
      if ('problems' in result) continue;
      events.push(await move(sql, conversation, result.state, to, at));
    }
    if (events.length > 0) await store.events.append(sql, events);
    return { moved: events.length, ...(rows.length === atOnce && { after: rows.at(-1)!.id }) };
  });
}

async function move(
  sql: Sql,
  conversation: Conversation,
  flowState: NonNullable<Conversation['flowState']>,
  { plan, version: { machine } }: Destination,
  at: Date,
): Promise<EventInput> {
  const { id, plan: before } = conversation;
  // What both name stays what it was when the conversation began.
  const kept = Object.entries(plan.pins).map(([reference, hash]) => [reference, before.pins[reference] ?? hash]);
  const moved = { ...plan, pins: Object.fromEntries(kept) };
  const { wakeAt, handoff } = standingIn(machine, flowState);
  // Where a person has taken over from the flow, it stands still till they give back.
  const sleeps = conversation.status === 'HANDED_OFF' && !handoff;
  await sql(
    `update exp.conversations
     set plan = $2, flow_version = $3, flow_state = $4, wake_at = $5, expires_at = greatest(expires_at, $5::timestamptz),
         version = version + 1
     where id = $1`,
    [id, JSON.stringify(moved), plan.flow!.reference, storableJson(flowState), sleeps ? null : wakeAt],
  );
  const subject = { ...conversation, plan: moved, flowVersionId: plan.flow!.reference, flowState };
  return conversationMigrated(subject, at, before.flow!.reference, conversation.flowState!);
}
