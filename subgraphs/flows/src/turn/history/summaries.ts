import type { ExecutionPlan, Executor } from '@trialogue/executor';
import { effectiveModel } from '@trialogue/variant-config';
import type { AcceptedTurn } from '../accept';
import { UnderWay } from '../under-way';
import type { Due } from './history';
import { historyPolicyOf } from './policy';
import { type SummaryServices, summarise } from './summarise';

/** Summaries that are written in this process, beside the turns that found them due: no turn waits for one. */
export class Summaries {
  private readonly underWay = new UnderWay();
  private readonly stop = new AbortController();

  constructor(private readonly services: SummaryServices & { readonly executor: Pick<Executor, 'promptsOf'> }) {}

  /**
   * Begins the next one, by the model that the policy names, or else that of the plan. Without either there is none.
   *
   * @param plan what answers in the turn
   */
  begin(turn: AcceptedTurn, due: Due, plan: ExecutionPlan): void {
    void this.underWay.during(this.write(turn, due, plan));
  }

  /** Lets those that are under way end, for `ms`; then they are given up. */
  close(ms: number): Promise<void> {
    return this.underWay.close(ms, () => this.stop.abort());
  }

  private async write(turn: AcceptedTurn, due: Due, plan: ExecutionPlan): Promise<void> {
    const { summary } = historyPolicyOf(turn.conversation.plan.config);
    const model = summary?.model ?? (await this.modelOf(plan));
    if (summary && model) await summarise(this.services, turn, due, summary.tokens, model, this.stop.signal);
  }

  /** The prompts of a turn that has begun are in memory. */
  private async modelOf(plan: ExecutionPlan) {
    const [version] = await this.services.executor.promptsOf(plan).catch(() => []);
    return version && effectiveModel(version, plan.config);
  }
}
