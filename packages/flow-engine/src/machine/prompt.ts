import type { Output, PromptState } from '../definition';
import { limits } from '../limits';
import { outputReader } from '../read-output';
import { judgedValuesOf } from './assignments';
import type { BehaviourOf } from './behaviour';
import type { Building } from './building';
import type { Step } from './step';

export const promptBehaviour: BehaviourOf<PromptState> = (name, { prompt, until, next, failed }, building) => {
  const { prompt_version_id, opening, output } = prompt;
  const sight = output === undefined ? 'usual' : 'result';
  const isEnough = building.expressions.guard(until, sight);
  const match = output && matching(output, building);
  const most = output?.max_tries ?? 3;

  const ask = (step: Step, problem?: string) =>
    step.execute({
      ...(prompt_version_id !== undefined && { prompt: prompt_version_id }),
      ...(output && { output: { schema: output.schema, ...(problem !== undefined && { problem }) } }),
    });

  /** Whether the answer is one; otherwise it is asked for again, or has failed. */
  const isAnswer = (step: Step, text: string): boolean => {
    const problem = match?.(step, text);
    if (problem === undefined) {
      step.attempts = undefined;
      return true;
    }
    step.attempts = (step.attempts ?? 0) + 1;
    if (step.attempts < most) ask(step, problem);
    else step.fail(failed, 'not_structured');
    return false;
  };

  return {
    enter(step) {
      step.tellEntered(name);
      if (opening !== undefined) step.say(name, opening);
    },
    hears: {
      USER(step) {
        step.turns += 1;
        step.attempts = undefined;
        ask(step);
      },
      ANSWERED(step, { text }) {
        step.answer = text.slice(0, limits.heard).toWellFormed();
        if (!isAnswer(step, text)) return;
        if (output?.say !== undefined) step.say(name, output.say, { result: step.result! });
        if (isEnough(step.scope())) step.way = 'next';
      },
    },
    next,
    sight,
    failed,
  };
};

/** Why a text is no answer, in a sentence for the model; saves what it holds when it is one. */
function matching(output: Output, building: Building): (step: Step, text: string) => string | undefined {
  const read = outputReader(output.schema);
  const valuesOf = judgedValuesOf(output.save, building, 'result');
  return (step, text) => {
    const reading = read(text);
    if ('problem' in reading) return reading.problem;
    step.result = reading.value;
    const { values, problem } = valuesOf(step);
    if (problem !== undefined) return problem;
    for (const [slot, value] of values) step.set(slot, value);
    return undefined;
  };
}
