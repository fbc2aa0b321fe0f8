import type { FlowState } from '@trialogue/flow-engine';
import type { Logger } from '@trialogue/plugin-api';
import type { FlowPlan } from '../following/conversation-plan';
import { FlowAnswer, type FlowTurn } from '../following/flow-answer';
import type { FlowVersions } from '../following/flow-versions';
import { handingOver } from '../following/handing-over';
import { callOfOpening } from '../following/opening';
import { storable } from '../text-input';
import type { AcceptedTurn } from './accept';
import type { DeltaWriter } from './delta-writer';
import type { TurnEnd } from './turn-end';
import { mostFailedWakes } from './wake-after';

export interface FlowServices {
  readonly flows: FlowVersions;
  readonly clock: () => Date;
  readonly logger: Logger;
}

/**
 * Answers a turn as its conversation's flow says, from where that stands.
 *
 * @param deltas takes what is said and which states are entered
 * @param effects what the flow has others do
 */
export async function answerByFlow(
  { flows, clock, logger }: FlowServices,
  turn: AcceptedTurn,
  { flow, state }: { readonly flow: FlowPlan; readonly state: FlowState },
  deltas: DeltaWriter,
  effects: Pick<FlowTurn, 'execute' | 'call'>,
): Promise<TurnEnd> {
  const { conversation, event } = turn;
  const { attributes, variables } = conversation;
  const version = await flows.get(flow);
  const pending = version.machine.waitsFor(state).includes('call') && callOfOpening(version, flow, conversation);
  const answer = new FlowAnswer({
    ...effects,
    machine: version.machine,
    state,
    since: turn.startedAt,
    surroundings: { attributes, variables },
    ...(pending && { pending }),
    ...(event && { event }),
    givesUp: turn.cause !== 'TIMER' || conversation.wakes >= mostFailedWakes,
    clock,
    gaveUp: (timer, error) =>
      logger.warn(
        { err: error, conversation: conversation.id, state: state.state, timer },
        'A timer of a flow is given up: what it leads to cannot be said.',
      ),
    newPiece: () => deltas.newPiece(),
    say: (text) => deltas.take({ type: 'text', text }),
    enter: async (entered, inFlow) =>
      deltas.put({ type: 'state_entered', state: entered, ...(inFlow !== undefined && { flow: inFlow }) }),
  });
  const end = await answer.toEnd();
  const handed = handingOver(conversation, end);
  if (handed) deltas.put(handed);
  return end.status === 'CANCELLED' ? { ...end, text: storable(deltas.text) } : end;
}
