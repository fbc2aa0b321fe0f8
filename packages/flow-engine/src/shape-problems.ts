import type { Problem } from '@trialogue/errors';
import type { Json, JsonObject } from '@trialogue/plugin-api';
import { alternatives, durationPattern, schemaProblems } from '@trialogue/variant-config';
import { namePattern } from './schema-parts';

export const nameInWords = 'a letter, then letters, digits and _, 64 at most';
/** What the patterns of the flows' schemas mean, for whoever writes a flow. */
const meanings: { readonly [pattern: string]: string } = {
  [namePattern]: nameInWords,
  [durationPattern]: 'a time such as PT10M, PT30S or P1DT12H',
};

/** What one of the flows' schemas refuses about a value, with paths below `root`. */
export function shapeProblems(schema: JsonObject, value: Json, root: Problem['path'] = []): Problem[] {
  const all = schemaProblems(schema, value, root);
  const choices = all.filter(isChoice);
  return all.flatMap((problem) => {
    if (isChoice(problem)) return inChoice(problem, all);
    if (isOption(problem) && choices.some(({ path }) => isBelow(path, problem.path))) return [];
    if (problem.expected === noItems) return [atLeastOne(problem)];
    const pattern = /^must match pattern "(.*)"$/.exec(problem.expected ?? '')?.[1] ?? '';
    if (!Object.hasOwn(meanings, pattern)) return [problem];
    const expected = meanings[pattern]!;
    return [{ ...problem, message: `found ${problem.found}; expected ${expected}`, expected }];
  });
}

/** Of members of which there has to be one: those that are missing, or that there are too many; else nothing more. */
function inChoice(problem: Problem, all: readonly Problem[]): Problem[] {
  const { path, found } = problem;
  const options = all.filter((other) => isOption(other) && isBelow(path, other.path));
  if (options.length > 0) {
    const expected = alternatives(options.map((option) => String(option.path.at(-1))));
    return [{ path, message: `lacks a member; expected ${expected}`, expected }];
  }
  if (all.some((other) => other !== problem && isBelow(path, other.path))) return [];
  return [{ path, message: `found ${found}; of its members, some exclude each other`, found }];
}

const noItems = 'must NOT have fewer than 1 items';
const atLeastOne = (problem: Problem): Problem => {
  const item = transitionLists.has(problem.path.at(-1)!) ? 'one transition: `{ when: …, to: STATE }`' : 'one entry';
  return { ...problem, message: `is empty; expected at least ${item}`, expected: `at least ${item}` };
};
const transitionLists: ReadonlySet<string | number> = new Set(['choose', 'next']);

const isChoice = ({ expected }: Problem): boolean => expected === 'must match exactly one schema in oneOf';
const isOption = ({ message }: Problem): boolean => message === 'is missing; expected a value';
const isBelow = (path: Problem['path'], other: Problem['path']): boolean =>
  path.every((step, index) => step === other[index]);
