import type { FlowState, FlowStep, Frame } from '../flow-state';
import type { PlayedFlow } from './played-flow';
import type { Move, Step } from './step';

/** Finds a flow by its version; the conversation's own is that without one. */
export type FlowOf = (version: string | undefined) => PlayedFlow;

/**
 * A conversation in one step: the flow that is played, and those that wait for it to end. Each flow is a machine of its
 * own; what they cannot do among themselves, to go over into another and to come back, is done here.
 */
export class Conversation {
  private callers: readonly Frame[];

  constructor(
    private readonly flowOf: FlowOf,
    private readonly step: Step,
    callers: readonly Frame[] = [],
  ) {
    this.callers = callers;
  }

  /** Goes on from where a machine has come to rest until the whole conversation has. */
  settle(from: string): FlowStep {
    const { step } = this;
    let state = from;
    while (!step.stuck) {
      const { move } = step;
      if (move !== undefined) {
        step.move = undefined;
        state = this.moved(state, move);
      } else if (step.ended !== undefined && this.callers.length > 0) state = this.returnedTo(step.ended);
      else break;
    }
    if (step.ended !== undefined) step.do({ type: 'END', outcome: step.ended });
    return { state: this.stateIn(state), actions: step.actions };
  }

  private moved(state: string, move: Move): string {
    const { step } = this;
    if (move.kind === 'leave') return this.flowOf(step.flow).leave(step, state, move.to);
    if (move.kind !== 'link') {
      const frame = step.standing(state);
      this.callers = [...this.callers, move.kind === 'interrupt' ? { ...frame, interrupted: true } : frame];
    }
    const version = this.flowOf(step.flow).versions.get(move.flow)!;
    const flow = this.flowOf(version);
    step.begin(version, flow.accepted(move.slots));
    return flow.begin(step);
  }

  private returnedTo(outcome: string): string {
    const { step } = this;
    const frame = this.callers.at(-1)!;
    this.callers = this.callers.slice(0, -1);
    step.do({ type: 'RETURN', flow: step.flow!, outcome });
    const { slots } = step;
    step.stand(frame);
    if (frame.interrupted) return this.flowOf(frame.flow).resume(step, frame.state);
    step.result = slots;
    step.returned = outcome;
    return this.flowOf(frame.flow).hear(step, frame.state, { type: 'RETURNED' });
  }

  /** Members that say nothing are left out, so that a state is small, and the same after a trip through JSON. */
  private stateIn(name: string): FlowState {
    const { step } = this;
    const isOver = step.ended !== undefined;
    const last = step.actions.at(-1)?.type;
    const isAsking = last === 'EXECUTE' || last === 'CALL';
    const { due, collected, ...standing } = step.standing(name);
    const state: { -readonly [member in keyof FlowState]: FlowState[member] } = standing;
    if (isOver) state.outcome = step.ended!;
    else {
      if (due !== undefined) state.due = due;
      if (collected !== undefined) state.collected = collected;
      if (step.pending !== undefined) {
        state.pending = step.pending;
        if (step.corrected) state.corrected = true;
      }
      if (step.attempts !== undefined) state.attempts = step.attempts;
      if (step.effect !== undefined) state.effect = step.effect;
    }
    if (last === 'EXECUTE' || (isAsking && step.text !== '')) state.text = step.text;
    if (isAsking && step.spent > 0) state.spent = step.spent;
    if (this.callers.length > 0) state.callers = this.callers;
    if (step.effects > 0) state.effects = step.effects;
    return state;
  }
}
