import type { PromptState } from '../definition';
import { limits } from '../limits';
import type { BehaviourOf } from './behaviour';

export const promptBehaviour: BehaviourOf<PromptState> = (name, { prompt, until, next }, { expressions }) => {
  const isEnough = expressions.guard(until);
  return {
    enter(step) {
      step.do({ type: 'ENTER', state: name });
      if (prompt.opening !== undefined) step.say(name, prompt.opening);
    },
    hears: {
      USER(step) {
        step.turns += 1;
        const { prompt_version_id } = prompt;
        step.do({ type: 'EXECUTE', ...(prompt_version_id !== undefined && { prompt: prompt_version_id }) });
      },
      ANSWERED(step, { text }) {
        step.answer = text.slice(0, limits.heard).toWellFormed();
        if (isEnough(step.scope())) step.way = 'next';
      },
    },
    next,
  };
};
