import type { Problem } from '@trialogue/errors';
import type { Json, JsonObject } from '@trialogue/plugin-api';
import { storageProblems, valueValidator } from '@trialogue/variant-config';
import { limits } from './limits';
import { tooDeep } from './nesting';

/** What a model's answer holds, or why it is not what was asked for: in a sentence for the model. */
export type OutputReading = { readonly value: JsonObject } | { readonly problem: string };

/**
 * Reads answers that are to be JSON of a schema.
 *
 * @throws Error for a schema that is none
 */
export function outputReader(schema: JsonObject): (text: string) => OutputReading {
  const problemOf = valueValidator(schema);
  return (text) => {
    const value = objectIn(text);
    if (value === undefined) return { problem: 'The answer is no JSON object.' };
    if (tooDeep(value, limits.nested) !== undefined)
      return { problem: `The answer is nested more than ${limits.nested} levels deep.` };
    const problem = storageProblems(value)[0] ?? problemOf(value);
    return problem === undefined ? { value } : { problem: sentence(problem) };
  };
}

/** The same once. */
export const readOutput = (schema: JsonObject, text: string): OutputReading => outputReader(schema)(text);

/** The JSON object that a model's text is, also in the fence that many put around it. */
function objectIn(text: string): JsonObject | undefined {
  if (text.length > limits.answered) return undefined;
  const bare = text
    .trim()
    .replace(/^```(?:json)?\s/, '')
    .replace(/\s```$/, '');
  try {
    const value: Json = JSON.parse(bare);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}

const sentence = ({ path, message }: Problem) => `${path.join('.') || 'The answer'}: ${message}`;
