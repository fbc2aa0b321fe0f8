import type { Budget, ExecutionFigures } from '@trialogue/executor';
import { budgetLeft, budgetOf, defaultBudgetMessage, isSpent } from '../budget';
import { ConversationStatus } from '../conversation.entity';
import type { AcceptedTurn } from './accept';

/** What a turn may spend of its conversation's budget, execution by execution. */
export class TurnBudget {
  private rest: Budget | undefined;

  constructor(private readonly turn: Pick<AcceptedTurn, 'cause' | 'conversation'>) {
    this.rest = budgetLeft(turn.conversation);
  }

  /** Undefined: any amount. */
  get left(): Budget | undefined {
    return this.rest;
  }

  /** What is said in place of an answer when nothing is left. A timer does not end what a person has. */
  get lastWord(): string | undefined {
    const { cause, conversation } = this.turn;
    if (!this.rest || !isSpent(this.rest)) return undefined;
    if (cause === 'TIMER' && conversation.status === ConversationStatus.HANDED_OFF) return undefined;
    return budgetOf(conversation)?.message ?? defaultBudgetMessage;
  }

  spend({ usage, cost }: Pick<ExecutionFigures, 'usage' | 'cost'>): void {
    if (!this.rest) return;
    const { tokens, usd } = this.rest;
    const used = usage.input + usage.output + usage.cacheRead + usage.cacheWrite;
    this.rest = {
      ...(tokens !== undefined && { tokens: Math.max(0, tokens - used) }),
      ...(usd !== undefined && { usd: cost === null ? 0 : Math.max(0, usd - cost) }),
    };
  }
}
