import {
  type JsonObject,
  nearestName,
  type Policy,
  StrategyFailure,
  type StrategyProblem,
} from '@trialogue/plugin-api';
import { shown } from './signature-check';

const words = { number: 'a number', string: 'a text', boolean: 'true or false' } as const;

type Asked = Pick<Policy, 'reference' | 'inputs'>;

/**
 * The record a model is asked with: the policy's inputs, in its order, from `features` or else from `known`; an optional
 * one that neither has is left out. Throws BAD_USER_INPUT with everything that is wrong: what is missing, of another type,
 * or in `features` and no input at all.
 *
 * @param at path of `features`, for problems
 */
export function recordOf(
  policy: Asked,
  features: JsonObject,
  known: JsonObject,
  at: readonly (string | number)[] = ['features'],
): JsonObject {
  const problems: StrategyProblem[] = Object.keys(features).flatMap((name) => unknown(policy, name, at));
  const record = policy.inputs.flatMap(({ name, type, required }) => {
    const value = own(features, name) ?? own(known, name) ?? null;
    const path = [...at, name];
    if (value === null) {
      if (required) problems.push({ path, message: `is missing; ${policy.reference} needs ${words[type]}` });
      return [];
    }
    if (typeof value !== type)
      problems.push({ path, message: `is ${shown(value)}; ${policy.reference} needs ${words[type]}` });
    return [[name, value] as const];
  });
  if (problems.length > 0)
    throw new StrategyFailure({ code: 'BAD_USER_INPUT', problems: problems.slice(0, mostProblems) });
  return Object.fromEntries(record);
}

const mostProblems = 50;

function unknown({ reference, inputs }: Asked, name: string, at: readonly (string | number)[]): StrategyProblem[] {
  const names = inputs.map((input) => input.name);
  if (names.includes(name)) return [];
  const nearest = nearestName(name, names);
  const meant = nearest === undefined ? '' : `; did you mean "${nearest}"?`;
  return [{ path: [...at, name], message: `is no input of ${reference}, which takes ${names.join(', ')}${meant}` }];
}

const own = (object: JsonObject, name: string) => (Object.hasOwn(object, name) ? object[name] : undefined);
