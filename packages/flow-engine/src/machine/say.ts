import type { ChooseState, FinalState, SayState } from '../definition';
import type { BehaviourOf } from './behaviour';

export const sayBehaviour: BehaviourOf<SayState> = (name, { say, next }) => ({
  enter(step) {
    step.tellEntered(name);
    step.say(name, say);
    step.way = 'next';
  },
  next,
});

export const chooseBehaviour: BehaviourOf<ChooseState> = (name, { choose }) => ({
  enter(step) {
    step.tellEntered(name);
    step.way = 'next';
  },
  next: choose,
});

export const finalBehaviour: BehaviourOf<FinalState> = (name, { final, say }) => ({
  enter(step) {
    step.tellEntered(name);
    if (say !== undefined) step.say(name, say);
    step.end(final);
  },
});
