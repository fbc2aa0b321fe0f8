import { canonicalJson, contentHash } from '@trialogue/canonical-json';
import type { Decisions } from '@trialogue/decisions';
import { DomainError } from '@trialogue/errors';
import type { ExecutionPlan } from '@trialogue/executor';
import type { JsonObject } from '@trialogue/plugin-api';
import { checkSize, checkText } from '@trialogue/subgraph';
import { planFromExperiment } from '../execution-plan';
import { type ConversationPlan, ownPlan } from '../following/conversation-plan';
import type { FlowVersions } from '../following/flow-versions';
import type { FlowLimits } from '../limits';
import { TurnStopped } from '../turn/stop';
import { UnderWay } from '../turn/under-way';
import { Accepting, type Offer } from './accept';
import type { Execution } from './execution.entity';
import { ExecutionRun, type ExecutionServices } from './execution-run';
import { ended, findByClient, findExecution } from './find-execution';
import { Finishing } from './finish';

export interface ExecuteInput {
  readonly experiment: string;
  readonly unit: string;
  readonly input: JsonObject;
  readonly attributes: JsonObject;
  /** Null: nothing to recognise a repetition by. */
  readonly clientExecutionId: string | null;
}

export interface ExecutionsServices extends Omit<ExecutionServices, 'finishing'> {
  readonly flows: FlowVersions;
  readonly decisions: Decisions;
  readonly limits: FlowLimits;
  /** Unguessable: 128 random bits. */
  readonly ids: () => string;
}

const largestInput = 65_536;

/** One-shot executions, of which some run in this process. */
export class Executions {
  private readonly running = new Set<ExecutionRun>();
  private readonly underWay = new UnderWay();
  private readonly accepting: Accepting;
  private readonly services: ExecutionsServices & ExecutionServices;

  constructor(services: ExecutionsServices) {
    this.services = { ...services, finishing: new Finishing(services.store) };
    this.accepting = new Accepting(services.store);
  }

  /**
   * Assigns, records the exposure and executes; answers when the execution has ended, however it did. The same
   * `clientExecutionId` again is the same execution. What cannot work is refused before anything is written, and nothing
   * but a lost lease ends it early: whoever asked may go away.
   */
  async execute(given: ExecuteInput): Promise<Execution> {
    this.underWay.refuseWhenClosing();
    const asked = { ...given, unit: given.unit.normalize() };
    const inputHash = checked(asked);
    const known = await this.repeated(asked, inputHash);
    if (known) return known;
    const offer = await this.offer(asked, inputHash);
    this.underWay.refuseWhenClosing();
    const taken = await this.underWay.during(this.take(offer, asked));
    const execution = taken ?? (await this.repeated(asked, inputHash));
    if (!execution) throw new DomainError('EXECUTION_ABANDONED', {}); // forgotten within this very call
    return execution;
  }

  /** Lets what runs here end, for `closeMs`; then ends it as failed. */
  close(): Promise<void> {
    return this.underWay.close(this.services.limits.closeMs, () => {
      for (const run of this.running) run.stop(new TurnStopped('SHUTTING_DOWN'));
    });
  }

  /** What the first one with this client's id came to. Throws BAD_USER_INPUT when that was asked something else. */
  private async repeated(
    { experiment, unit, clientExecutionId }: ExecuteInput,
    inputHash: string,
  ): Promise<Execution | undefined> {
    const { store, limits } = this.services;
    if (clientExecutionId === null) return undefined;
    const first = await findByClient(store.sql, { experiment, unit, clientExecutionId });
    if (!first) return undefined;
    if (first.inputHash === inputHash) return ended(store, first, limits.repeatMs);
    const problem = `The clientExecutionId ${clientExecutionId} was used for another input of this unit and experiment.`;
    throw new DomainError('BAD_USER_INPUT', { problem });
  }

  /** Throws what refuses it: of the assignment, the strategy's input schema, … */
  private async offer(asked: ExecuteInput, inputHash: string): Promise<Offer> {
    const { store, executor, decisions, clock, ids, limits } = this.services;
    const { unit, input, clientExecutionId } = asked;
    await store.releases.fresh();
    const { plan: whole, assigned } = await planFromExperiment(decisions, asked);
    const plan = await this.planOf(whole);
    executor.check(plan, input);
    await executor.refuseArchived(plan);
    const [prompt] = await executor.promptsOf(plan);
    return {
      id: ids(),
      unit,
      clientExecutionId,
      inputHash,
      plan,
      assigned: assigned!,
      promptVersionId: prompt ? `${prompt.name}@${prompt.number}` : null,
      standIn: await executor.standInOf(plan),
      mayNotRepeat: [plan.strategy, plan.fallback?.strategy].some((name) => name && executor.mayNotRepeat(name)),
      now: clock(),
      leaseMs: limits.leaseMs,
    };
  }

  /** A flow is for conversations: one shot is what the variant's strategy does by itself. */
  private async planOf(plan: ConversationPlan): Promise<ExecutionPlan> {
    return plan.flow ? ownPlan(plan, (await this.services.flows.get(plan.flow)).body) : plan;
  }

  /** Undefined: another one has its client's id. */
  private async take(offer: Offer, asked: ExecuteInput): Promise<Execution | undefined> {
    const { store, limits } = this.services;
    const accepted = await this.accepting.accept(offer);
    if (!accepted) return undefined;
    const run = new ExecutionRun(this.services, accepted, asked);
    this.running.add(run);
    try {
      await run.toEnd();
    } finally {
      this.running.delete(run);
    }
    const latest = run.ended ?? (await findExecution(store.sql, accepted.id)) ?? accepted;
    return ended(store, latest, limits.repeatMs);
  }
}

/** Throws BAD_USER_INPUT; answers the hash of what is asked. */
function checked({ unit, input, attributes, clientExecutionId }: ExecuteInput): string {
  checkText('unit', unit, 256);
  if (clientExecutionId !== null) checkText('clientExecutionId', clientExecutionId, 200);
  checkSize('input', input, largestInput);
  checkSize('attributes', attributes, largestInput);
  try {
    canonicalJson(attributes);
    return contentHash(input);
  } catch (error) {
    const problem = `\`input\` or \`attributes\`: ${(error as Error).message}.`;
    throw new DomainError('BAD_USER_INPUT', { problem });
  }
}
