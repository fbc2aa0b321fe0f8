import type { ExecutionPlan } from '@trialogue/executor';
import type { Message } from '@trialogue/plugin-api';
import type { Store } from '@trialogue/store';
import type { AcceptedTurn } from '../accept';
import { type History, historyOf, type Sent } from './history';
import type { Summaries } from './summaries';

/** The history of one turn: read once, whatever of the turn asks a model, and the same for all of it. */
export class TurnHistory {
  private history: Promise<History> | undefined;
  /** What was given to a model so far; null: nothing. */
  sent: Sent | null = null;

  constructor(
    private readonly store: Store,
    private readonly summaries: Summaries,
    private readonly turn: AcceptedTurn,
  ) {}

  /**
   * What is given to a model, oldest first, without the message that it answers.
   *
   * @param plan what asks the model
   */
  async given(plan: ExecutionPlan): Promise<readonly Message[]> {
    const isFirst = this.history === undefined;
    this.history ??= historyOf(this.store, this.turn);
    const { messages, sent, due } = await this.history;
    this.sent = sent;
    if (isFirst && due) this.summaries.begin(this.turn, due, plan);
    return messages;
  }
}
