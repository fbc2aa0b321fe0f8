import { durationMs } from '@trialogue/variant-config';
import type { Call, CallState } from '../definition';
import { assignmentOf, valuesOf } from './assignments';
import type { BehaviourOf } from './behaviour';
import type { Building } from './building';
import type { Step } from './step';

const usualMs = 30_000;

/** Makes a call of a definition in a step. */
export function calling(call: Call, { expressions }: Building): (step: Step) => void {
  const inputOf = valuesOf(call.input, expressions);
  const withinMs = call.within === undefined ? usualMs : durationMs(call.within)!;
  const callee =
    'strategy' in call
      ? { strategy: call.strategy, ...(call.config !== undefined && { config: call.config }) }
      : { tool: call.tool };
  return (step) => step.call({ ...callee, input: inputOf(step), withinMs });
}

export const callBehaviour: BehaviourOf<CallState> = (name, state, building) => {
  const { call, next, failed } = state;
  const make = calling(call, building);
  const save = assignmentOf(state.save, building, 'result');
  return {
    enter(step) {
      step.tellEntered(name);
      make(step);
    },
    hears: {
      CALLED(step, { result }) {
        step.result = result;
        step.way = save(step) !== undefined && failed !== undefined ? 'failed' : 'next';
      },
      CALL_FAILED: (step) => step.fail(failed, 'call_failed'),
    },
    next,
    sight: 'result',
    failed,
  };
};
