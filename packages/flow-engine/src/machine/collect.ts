import type { CollectState } from '../definition';
import { type Reading, readAnswer } from '../read-answer';
import type { BehaviourOf } from './behaviour';
import type { Step } from './step';

export const collectBehaviour: BehaviourOf<CollectState> = (name, state, { flow, expressions }) => {
  const { collect: slot, ask, invalid = '{{ problem }}', max_tries: most = 3, next, failed } = state;
  const { schema } = flow.slots![slot]!;
  const rules = [state.rule ?? []].flat().map(({ when, otherwise }) => ({ holds: expressions.guard(when), otherwise }));
  const texts = [invalid].flat();

  const read = (step: Step): Reading => {
    const reading = readAnswer(schema, step.text);
    if (!('value' in reading)) return reading;
    const slots = { ...step.slots, [slot]: reading.value };
    const broken = rules.find(({ holds }) => !holds(step.scope(slots)));
    return broken === undefined ? reading : { problem: step.render(name, broken.otherwise, { slots }) };
  };

  return {
    enter(step) {
      if (Object.hasOwn(step.slots, slot)) {
        step.way = 'next';
        return;
      }
      step.tellEntered(name);
      step.say(name, ask);
    },
    hears: {
      USER(step) {
        step.turns += 1;
        const reading = read(step);
        if ('value' in reading) {
          step.tries = 0;
          step.collect(slot, reading.value);
          step.way = 'next';
          return;
        }
        step.tries += 1;
        if (step.tries < most)
          step.say(name, texts[Math.min(step.tries, texts.length) - 1]!, { problem: reading.problem });
        else step.fail(failed, 'not_collected');
      },
    },
    next,
    failed,
  };
};
