import type { CollectState } from '../definition';
import { readAnswer } from '../read-answer';
import { invalid, type Reading, type Refusal } from '../reading';
import type { BehaviourOf } from './behaviour';
import type { Correction } from './correct';
import type { Step } from './step';

export const collectBehaviour: BehaviourOf<CollectState> = (name, state, { flow, rules, correctionIn }) => {
  const { collect: slot, ask, max_tries: most = 3, next, failed } = state;
  const { schema } = flow.slots![slot]!;
  const refusing = [state.invalid ?? '{{ problem }}'].flat();
  const noMatch = [state.no_match ?? refusing].flat();
  const confirming = flow.correction ? flow.correction.say : undefined;

  const read = (step: Step, answer: string): Reading => {
    const reading = readAnswer(schema, answer);
    const broken = 'value' in reading ? rules.get(name)!(step, reading.value) : undefined;
    return broken === undefined ? reading : invalid(broken);
  };

  const refuse = (step: Step, { problem, understood }: Refusal): void => {
    step.tries += 1;
    if (step.tries < most) step.say(name, nth(understood ? refusing : noMatch, step.tries), { problem });
    else step.fail(failed, 'not_collected');
  };

  /** Back to the state that collected the slot: what follows is decided anew. */
  const correct = (step: Step, correction: Exclude<Correction, { answer: string }>): void => {
    if (correction.broken !== undefined) {
      step.tell(correction.broken);
      step.say(name, ask);
      return;
    }
    step.collect(correction.slot, correction.value, correction.state);
    if (confirming !== undefined) step.say(correction.state, confirming);
    step.leave(correction.state);
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
        const correction = correctionIn(step, state);
        if (correction !== undefined && 'slot' in correction) {
          correct(step, correction);
          return;
        }
        const reading = read(step, correction?.answer ?? step.text);
        if ('value' in reading) {
          step.tries = 0;
          step.collect(slot, reading.value, flow.correction === false ? undefined : name);
          step.way = 'next';
        } else refuse(step, reading);
      },
    },
    next,
    failed,
  };
};

/** The n-th text for the n-th try, the last from then on. */
const nth = (texts: readonly string[], tries: number): string => texts[Math.min(tries, texts.length) - 1]!;
