import type { Json } from '@trialogue/plugin-api';
import { durationMs } from '@trialogue/variant-config';
import type { CollectState } from '../definition';
import { readAnswer } from '../read-answer';
import { invalid, type Reading, type Refusal } from '../reading';
import type { BehaviourOf } from './behaviour';
import { checking } from './check';
import { correct } from './correct';
import { interruptionsIn } from './interrupt';
import type { Step } from './step';

export const collectBehaviour: BehaviourOf<CollectState> = (name, state, building) => {
  const { collect: slot, ask, max_tries: most = 3, no_input: silence, next, failed } = state;
  const { flow, rules, correctionIn } = building;
  const { schema } = flow.slots![slot]!;
  const refusing = [state.invalid ?? '{{ problem }}'].flat();
  const noMatch = [state.no_match ?? refusing].flat();
  const silent = [silence?.say ?? []].flat();
  const silenceMs = silence && durationMs(silence.after)!;
  const confirming = flow.correction ? flow.correction.say : undefined;
  const isInterrupted = interruptionsIn(name, state, building);
  const check = checking(name, state, building);

  const isFilled = (step: Step) => Object.hasOwn(step.slots, slot);

  /** What it says last begins the time of silence. */
  const wait = (step: Step): void => {
    if (silenceMs !== undefined) step.due = { ...step.due, no_input: step.at + silenceMs };
  };
  const askAgain = (step: Step): void => {
    step.say(name, ask);
    wait(step);
  };

  const isLastTry = (step: Step): boolean => {
    step.tries += 1;
    if (step.tries < most) return false;
    step.fail(failed, 'not_collected');
    return true;
  };
  const refuse = (step: Step, { problem, understood }: Refusal): void => {
    if (isLastTry(step)) return;
    step.say(name, nth(understood ? refusing : noMatch, step.tries), { problem });
    wait(step);
  };

  const read = (step: Step, answer: string): Reading => {
    const reading = readAnswer(schema, answer);
    const broken = 'value' in reading ? rules.get(name)!(step, reading.value) : undefined;
    return broken === undefined ? reading : invalid(broken);
  };
  /** A value that only a `check` may still refuse. */
  const take = (step: Step, value: Json): void => {
    if (check === undefined) {
      accept(step, value);
      return;
    }
    const { no_input: _, ...timers } = step.due ?? {};
    step.due = Object.keys(timers).length === 0 ? undefined : timers;
    check.ask(step, value);
  };
  const accept = (step: Step, value: Json): void => {
    const isCorrected = step.corrected || isFilled(step);
    step.tries = 0;
    step.collect(slot, value, flow.correction === false ? undefined : name);
    if (isCorrected && confirming !== undefined) step.say(name, confirming);
    step.way = 'next';
  };

  return {
    enter(step) {
      const { correcting } = step;
      step.correcting = undefined;
      step.corrected = correcting !== undefined;
      if (correcting !== undefined) {
        if (check !== undefined) step.tellEntered(name); // it stands there until the check has answered
        take(step, correcting);
      } else if (isFilled(step)) step.way = 'next';
      else {
        step.tellEntered(name);
        askAgain(step);
      }
    },
    resume: askAgain,
    hears: {
      USER(step) {
        step.turns += 1;
        if (isInterrupted(step, () => askAgain(step))) return;
        const correction = correctionIn(step, state);
        if (correction !== undefined && 'slot' in correction) {
          correct(step, correction, () => askAgain(step));
          return;
        }
        const reading = read(step, correction?.answer ?? step.text);
        if ('value' in reading) take(step, reading.value);
        else refuse(step, reading);
      },
      TIMER(step, { timer }) {
        if (timer !== 'no_input' || isLastTry(step)) return;
        step.say(name, nth(silent, step.tries));
        wait(step);
      },
      ...(check && {
        CALLED(step, { result }) {
          const { value, problem } = check.answered(step, result);
          if (problem === undefined) accept(step, value);
          else if (isFilled(step)) {
            step.tell(problem);
            step.way = 'next';
          } else refuse(step, invalid(problem));
        },
        CALL_FAILED(step) {
          step.pending = undefined;
          step.fail(failed, 'call_failed');
        },
      }),
    },
    next,
    failed,
  };
};

/** The n-th text for the n-th try, the last from then on. */
const nth = (texts: readonly string[], tries: number): string => texts[Math.min(tries, texts.length) - 1]!;
