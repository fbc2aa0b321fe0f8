import type { ExecutionPlan } from '@trialogue/executor';
import { configOnPrompt, type FlowVersionBody } from '@trialogue/variant-config';

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
 * @param body of the flow's version
 */
export function ownPlan({ flow, ...plan }: ConversationPlan, { prompts, calls }: NamingBody): ExecutionPlan {
  const named = [...prompts, ...stringsIn(calls ?? []), flow?.reference];
  return pinning(plan, (reference) => reference === ownPrompt(plan) || !named.includes(reference));
}

/** What talks to the user, in the flow's states and elsewhere: the plan without what only the flow's calls name. */
export function talkingPlan(plan: ConversationPlan, { prompts, calls }: NamingBody): ConversationPlan {
  const called = stringsIn(calls ?? []).filter((value) => !prompts.includes(value));
  return pinning(plan, (reference) => reference === ownPrompt(plan) || !called.includes(reference));
}

type NamingBody = Pick<FlowVersionBody, 'prompts' | 'calls'>;

const pinning = <Plan extends ExecutionPlan>(plan: Plan, isMeant: (reference: string) => boolean): Plan => ({
  ...plan,
  pins: Object.fromEntries(Object.entries(plan.pins).filter(([reference]) => isMeant(reference))),
});

const ownPrompt = ({ config }: ExecutionPlan): unknown =>
  ((config.prompt_config ?? {}) as { prompt_version_id?: unknown }).prompt_version_id;

/** Whatever may be a reference in it. */
const stringsIn = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(stringsIn)
      : [];
