import { machineFor } from '../compile-flow';
import type { FlowDefinition, FlowIncludes } from '../definition';
import type { FlowMachine, FlowStep } from '../flow-state';
import type { Witness } from './finding';

/** When a witness begins, in ms since the epoch: at its beginning. */
export const beganAt = 0;

/**
 * The steps of a witness, the first of which is the start.
 *
 * @param flows those that the flow includes
 * @param machine of the flow, for whoever watches it
 *
 * @throws DomainError FLOW_TEXT_FAILED where a text cannot be said, which is what some findings show
 */
export function replay(
  flow: FlowDefinition,
  witness: Witness,
  flows: FlowIncludes = {},
  machine: FlowMachine = machineFor(flow, flows),
): FlowStep[] {
  const steps = [machine.start(witness, { at: beganAt, slots: witness.slots })];
  for (const event of witness.events) steps.push(machine.transition(steps.at(-1)!.state, event, witness));
  return steps;
}
