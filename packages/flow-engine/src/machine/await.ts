import type { AwaitState, HandoffState } from '../definition';
import { assignmentOf } from './assignments';
import type { BehaviourOf } from './behaviour';
import { interruptionsIn } from './interrupt';

export const awaitBehaviour: BehaviourOf<AwaitState> = (name, state, building) => {
  const save = assignmentOf(state.save, building, 'result');
  const isInterrupted = interruptionsIn(name, state, building);
  return {
    enter: (step) => step.tellEntered(name),
    resume() {},
    hears: {
      USER(step) {
        step.turns += 1;
        if (!isInterrupted(step, () => {})) step.say(name, state.meanwhile);
      },
      EVENT(step, { data }) {
        step.result = data;
        save(step);
        step.way = 'next';
      },
    },
    next: state.next,
    sight: 'result',
  };
};

export const handoffBehaviour: BehaviourOf<HandoffState> = (name, state, building) => {
  const { to, reason } = state.handoff;
  const save = assignmentOf(state.save, building, 'result');
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
    hears: {
      HANDED_BACK(step, { data }) {
        step.result = data;
        save(step);
        step.way = 'next';
      },
    },
    next: state.next,
    sight: 'result',
  };
};
