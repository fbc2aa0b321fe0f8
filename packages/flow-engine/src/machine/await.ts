import type { JsonObject } from '@trialogue/plugin-api';
import type { Assignments, AwaitState, HandoffState } from '../definition';
import { assignmentOf } from './assignments';
import type { BehaviourOf } from './behaviour';
import type { Building } from './building';
import { correct } from './correct';
import { interruptionsIn } from './interrupt';
import type { Step } from './step';

/** Goes on with data that came from outside. */
function taking(assignments: Assignments | undefined, building: Building) {
  const save = assignmentOf(assignments, building, 'result');
  return (step: Step, { data }: { readonly data: JsonObject }): void => {
    step.result = data;
    save(step);
    step.way = 'next';
  };
}

export const awaitBehaviour: BehaviourOf<AwaitState> = (name, state, building) => {
  const isInterrupted = interruptionsIn(name, state, building);
  return {
    enter: (step) => step.tellEntered(name),
    resume() {},
    hears: {
      USER(step) {
        step.turns += 1;
        if (isInterrupted(step, () => {})) return;
        const correction = building.correctionIn(step);
        if (correction !== undefined && 'slot' in correction) correct(step, correction, () => {});
        else step.say(name, state.meanwhile);
      },
      EVENT: taking(state.save, building),
    },
    next: state.next,
    sight: 'result',
  };
};

export const handoffBehaviour: BehaviourOf<HandoffState> = (name, state, building) => {
  const { to, reason } = state.handoff;
  return {
    enter(step) {
      step.tellEntered(name);
      if (state.say !== undefined) step.say(name, state.say);
      step.do({
        type: 'HANDOFF',
        ...(to !== undefined && { to }),
        ...(reason !== undefined && { reason: step.render(name, reason) }),
      });
    },
    hears: { HANDED_BACK: taking(state.save, building) },
    next: state.next,
    sight: 'result',
  };
};
