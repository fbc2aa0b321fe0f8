import type { Problem } from '@trialogue/errors';
import type { Json, JsonObject } from '@trialogue/plugin-api';
import { schemaProblems } from '@trialogue/variant-config';
import { durationPattern, namePattern } from './schema-parts';

export const nameInWords = 'a letter, then letters, digits and _, 64 at most';
/** What the patterns of the flows' schemas mean, for whoever writes a flow. */
const meanings: { readonly [pattern: string]: string } = {
  [namePattern]: nameInWords,
  [durationPattern]: 'a time such as PT10M, PT30S or P1DT12H',
};

/** What one of the flows' schemas refuses about a value, with paths below `root`. */
export const shapeProblems = (schema: JsonObject, value: Json, root: Problem['path'] = []): Problem[] =>
  schemaProblems(schema, value, root).map((problem) => {
    const pattern = /^must match pattern "(.*)"$/.exec(String(problem.expected))?.[1] ?? '';
    const expected = Object.hasOwn(meanings, pattern) ? meanings[pattern] : undefined;
    if (expected === undefined) return problem;
    return { ...problem, message: `found ${problem.found}; expected ${expected}`, expected };
  });
