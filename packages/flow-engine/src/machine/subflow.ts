import type { LinkState, SubflowState } from '../definition';
import { assignmentOf, valuesOf } from './assignments';
import type { BehaviourOf } from './behaviour';

export const subflowBehaviour: BehaviourOf<SubflowState> = (name, state, building) => {
  const { flow, next } = state;
  const slotsOf = valuesOf(state.slots, building.expressions);
  const save = assignmentOf(state.save, building, 'outcome');
  return {
    enter(step) {
      step.tellEntered(name);
      step.move = { kind: 'flow', flow, slots: slotsOf(step) };
    },
    hears: {
      RETURNED(step) {
        save(step);
        step.way = 'next';
      },
    },
    next,
    sight: 'outcome',
  };
};

export const linkBehaviour: BehaviourOf<LinkState> = (name, { link, slots, exit }, building) => {
  const slotsOf = valuesOf(slots, building.expressions);
  const leave = assignmentOf(exit?.set, building);
  return {
    enter(step) {
      step.tellEntered(name);
      leave(step); // no state follows in this flow whose coming would do it
      step.move = { kind: 'link', flow: link, slots: slotsOf(step) };
    },
  };
};
