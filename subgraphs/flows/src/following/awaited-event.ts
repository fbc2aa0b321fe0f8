import { DomainError } from '@trialogue/errors';
import { type FlowEvent, type FlowState, flowEvents } from '@trialogue/flow-engine';
import { shown, unknownName } from '@trialogue/variant-config';
import { type Conversation, isOpen } from '../conversation.entity';
import { asIncludes } from '../registry/flow-version.content';
import { type Happening, mostTimers } from './flow-answer';
import type { FlowVersions } from './flow-versions';
import { dueTimer } from './standing';

type OutsideEvent = Extract<Happening, { type: 'EVENT' }>;

/**
 * Whether a conversation's flow hears of an event, after what is due by now. Where that calls somebody, nobody knows
 * before the turn. Throws FLOW_EVENT_UNKNOWN for one that no state of the flow awaits.
 */
export async function isAwaited(
  flows: Pick<FlowVersions, 'get'>,
  { plan, flowState, status, attributes, variables }: Conversation,
  event: OutsideEvent,
  now: Date,
): Promise<boolean> {
  if (!plan.flow) return false;
  const { machine, definition, body } = await flows.get(plan.flow);
  const known = flowEvents(definition, asIncludes(body.flows));
  if (!known.includes(event.name)) throw unknownEvent(plan.flow.reference, event.name, known);
  if (!flowState || !isOpen(status)) return false;
  const at = now.getTime();
  const next = (state: FlowState, happening: Happening) =>
    machine.transition(state, { ...happening, at } as FlowEvent, { attributes, variables });
  try {
    let state = flowState;
    for (let count = 0; count < mostTimers; count += 1) {
      const timer = dueTimer(state, at);
      if (timer === undefined) break;
      const step = next(state, { type: 'TIMER', timer });
      if (step.actions.some(({ type }) => type === 'CALL' || type === 'EXECUTE')) return true;
      state = step.state;
    }
    const { state: after, actions } = next(state, event);
    return after !== state || actions.length > 0;
  } catch (error) {
    if (error instanceof DomainError) return true; // its turn will say so
    throw error;
  }
}

function unknownEvent(flow: string, event: string, known: readonly string[]): DomainError {
  const { message, ...problem } = unknownName(['name'], `it awaits no event ${shown(event)}`, event, known);
  return new DomainError('FLOW_EVENT_UNKNOWN', { flow, problem: message }, { problems: [{ message, ...problem }] });
}
