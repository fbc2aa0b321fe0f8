import type { FinalState, SayState } from '../definition';
import type { BehaviourOf } from './behaviour';

export const sayBehaviour: BehaviourOf<SayState> = (name, { say, next }) => ({
  enter(step) {
    step.do({ type: 'ENTER', state: name });
    step.say(name, say);
    step.way = 'next';
  },
  next,
});

export const finalBehaviour: BehaviourOf<FinalState> = (name, { final, say }) => ({
  enter(step) {
    step.do({ type: 'ENTER', state: name });
    if (say !== undefined) step.say(name, say);
    step.end(final);
  },
});
