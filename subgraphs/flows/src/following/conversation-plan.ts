import type { ExecutionPlan } from '@trialogue/executor';
import { configOnPrompt } from '@trialogue/variant-config';

/** A version of a flow, fixed for a conversation's life. */
export interface FlowPlan {
  /** `name@number` */
  readonly reference: string;
  /** Of its `flow_version` release. */
  readonly hash: string;
  /** Where the conversation begins; the flow's own initial state unless given. */
  readonly initialState?: string;
}

/** What every turn of a conversation does: executes, or follows a flow that says when to execute. */
export interface ConversationPlan extends ExecutionPlan {
  readonly flow?: FlowPlan;
}

/**
 * What is executed in a state that names a prompt: `prompt_template` on that prompt. The variant's model and parameters
 * apply if the variant is of that strategy too.
 *
 * @param prompt as the flow's state names it, which is how it is pinned
 */
export function planOnPrompt({ flow: _, ...plan }: ConversationPlan, prompt: string): ExecutionPlan {
  const { config, pins, strategy } = plan;
  return {
    ...plan,
    strategy: 'prompt_template',
    config: configOnPrompt(strategy, config, prompt),
    pins: Object.hasOwn(pins, prompt) ? { [prompt]: pins[prompt]! } : {},
  };
}

/**
 * What answers where the flow names no prompt: the plan, pinning only what is the variant's own.
 *
 * @param named prompts that the flow's states name
 */
export function ownPlan({ flow, ...plan }: ConversationPlan, named: readonly string[]): ExecutionPlan {
  const { prompt_version_id: own } = (plan.config.prompt_config ?? {}) as { prompt_version_id?: unknown };
  const isOwn = (reference: string) =>
    reference === own || !(named.includes(reference) || reference === flow?.reference);
  return { ...plan, pins: Object.fromEntries(Object.entries(plan.pins).filter(([reference]) => isOwn(reference))) };
}
