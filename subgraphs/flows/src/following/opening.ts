import { DomainError } from '@trialogue/errors';
import type { Conversation, Handoff } from '../conversation.entity';
import type { FlowPlan } from './conversation-plan';
import type { FlowCall } from './flow-answer';
import type { FlowVersionInUse } from './flow-versions';
import { Speech } from './speech';
import { type Standing, standingIn } from './standing';

/** How a conversation with a flow begins. */
export interface Opening {
  readonly standing: Standing;
  /** States that were entered, in order, and the flows that they are of where it is not the conversation's own. */
  readonly entered: readonly { readonly state: string; readonly flow?: string }[];
  /** What is said first; empty when the user begins. */
  readonly text: string;
}

/** What a conversation starts with. */
type Started = Pick<Conversation, 'variables' | 'attributes' | 'startedAt'>;

/**
 * Enters the flow. Variables that are called like slots fill them. Throws FLOW_INVALID when one of them, or the initial
 * state, is refused.
 */
export function openFlow(version: FlowVersionInUse, plan: FlowPlan, started: Started): Opening {
  const { state, actions } = firstStep(version, plan, started);
  const speech = new Speech();
  const entered: Opening['entered'][number][] = [];
  let handoff: Handoff | undefined;
  for (const action of actions) {
    if (action.type === 'SAY') speech.add(action.text);
    if (action.type === 'ENTER') entered.push(action);
    if (action.type === 'HANDOFF') handoff = { to: action.to ?? null, reason: action.reason ?? null };
    if (action.type === 'EXECUTE') throw new Error('a flow executes only what answers a message');
  }
  const standing = standingIn(version.machine, state, handoff);
  const calls = actions.at(-1)?.type === 'CALL';
  return { standing: calls ? { ...standing, wakeAt: started.startedAt } : standing, entered, text: speech.text };
}

/** The call with which an opening ends; the flow goes on from it in the conversation's first turn. */
export function callOfOpening(version: FlowVersionInUse, plan: FlowPlan, started: Started): FlowCall {
  const last = firstStep(version, plan, started).actions.at(-1);
  if (last?.type !== 'CALL') throw new Error('a conversation waits for a call that its opening does not make');
  return last;
}

/** The same whenever it is asked for, since nothing but the start goes into it. */
function firstStep({ definition, machine }: FlowVersionInUse, { initialState }: FlowPlan, started: Started) {
  const { variables, attributes, startedAt } = started;
  const given = Object.keys(definition.slots ?? {}).filter((slot) => variables[slot] !== undefined);
  const slots = Object.fromEntries(given.map((slot) => [slot, variables[slot]!]));
  const at = startedAt.getTime();
  const begin = { at, slots, ...(initialState !== undefined && { state: initialState }) };
  return machine.start({ variables, attributes }, begin);
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
