import { DomainError } from '@trialogue/errors';
import type { FlowState } from '@trialogue/flow-engine';
import type { JsonObject } from '@trialogue/plugin-api';
import type { FlowPlan } from './conversation-plan';
import type { FlowVersionInUse } from './flow-versions';
import { Speech } from './speech';

/** How a conversation with a flow begins. */
export interface Opening {
  readonly state: FlowState;
  /** States that were entered, in order. */
  readonly entered: readonly string[];
  /** What is said first; empty when the user begins. */
  readonly text: string;
}

/**
 * Enters the flow. Variables that are called like slots fill them. Throws FLOW_INVALID when one of them, or the initial
 * state, is refused.
 */
export function openFlow(
  { definition, machine }: FlowVersionInUse,
  { initialState }: FlowPlan,
  surroundings: { readonly variables: JsonObject; readonly attributes: JsonObject },
  startedAt: Date,
): Opening {
  const { variables } = surroundings;
  const given = Object.keys(definition.slots ?? {}).filter((slot) => variables[slot] !== undefined);
  const slots = Object.fromEntries(given.map((slot) => [slot, variables[slot]!]));
  const { state, actions } = machine.start(surroundings, {
    at: startedAt.getTime(),
    slots,
    ...(initialState !== undefined && { state: initialState }),
  });
  const speech = new Speech();
  const entered: string[] = [];
  for (const action of actions) {
    if (action.type === 'SAY') speech.add(action.text);
    if (action.type === 'ENTER') entered.push(action.state);
    if (action.type === 'EXECUTE') throw new Error('a flow executes only what answers a message');
  }
  return { state, entered, text: speech.text };
}

/** Throws FLOW_NEEDS_PROMPT when a state talks freely and nothing says who answers there. */
export function requirePrompts({ body, definition }: FlowVersionInUse): void {
  for (const [state, { prompt }] of Object.entries(definition.states as { [state: string]: { prompt?: PromptOf } }))
    if (prompt && prompt.prompt_version_id === undefined)
      throw new DomainError('FLOW_NEEDS_PROMPT', { flow: `${body.name}@${body.number}`, state });
}

interface PromptOf {
  readonly prompt_version_id?: string;
}
