import type { Budget } from '@trialogue/executor';
import type { Conversation } from './conversation.entity';

/** What a conversation may spend, as its variant's config says. */
export interface BudgetConfig {
  readonly tokens?: number;
  /** US dollars. */
  readonly usd?: number;
  /** What its user is told once it is spent. */
  readonly message?: string;
}

type Spending = Pick<Conversation, 'plan' | 'usedInput' | 'usedOutput' | 'usedCacheRead' | 'usedCacheWrite' | 'cost'>;

/** How a conversation ends whose budget is spent. */
export const budgetSpent = 'budget_spent';

export const defaultBudgetMessage = 'We have come to the end of what this conversation can do. Please start a new one.';

export const budgetOf = ({ plan }: Pick<Conversation, 'plan'>): BudgetConfig | undefined =>
  plan.config.budget as BudgetConfig | undefined;

/** What is left of it, at least 0. Of money nothing is, once a model has answered whose price is not known. */
export function budgetLeft(conversation: Spending): Budget | undefined {
  const budget = budgetOf(conversation);
  if (!budget) return undefined;
  const { usedInput, usedOutput, usedCacheRead, usedCacheWrite, cost } = conversation;
  const tokens = usedInput + usedOutput + usedCacheRead + usedCacheWrite;
  return {
    ...(budget.tokens !== undefined && { tokens: Math.max(0, budget.tokens - tokens) }),
    ...(budget.usd !== undefined && { usd: cost === null ? 0 : Math.max(0, budget.usd - cost) }),
  };
}

export const isSpent = ({ tokens, usd }: Budget): boolean => tokens === 0 || usd === 0;
