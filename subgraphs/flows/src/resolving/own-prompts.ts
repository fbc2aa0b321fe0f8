import type { Executor } from '@trialogue/executor';
import type { PromptVersionBody } from '@trialogue/variant-config';
import { type ConversationPlan, ownPlan } from '../following/conversation-plan';
import type { FlowVersions } from '../following/flow-versions';

export interface PromptServices {
  readonly executor: Pick<Executor, 'promptsOf' | 'refuseArchived'>;
  readonly flows: Pick<FlowVersions, 'get'>;
}

/**
 * The prompt versions that a variant itself names, the one that answers first; what the states of its flow name belongs
 * to conversations. Throws PROMPT_VERSION_ARCHIVED when one of them is archived by now.
 */
export async function ownPrompts(
  { executor, flows }: PromptServices,
  plan: ConversationPlan,
): Promise<PromptVersionBody[]> {
  const own = plan.flow ? ownPlan(plan, (await flows.get(plan.flow)).body) : plan;
  await executor.refuseArchived(own);
  return executor.promptsOf(own);
}
