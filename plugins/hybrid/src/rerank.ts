import type { Json, JsonObject } from '@trialogue/plugin-api';
import { refused } from './halves';

/** Of one list. */
export const mostCandidates = 100;

export interface Ranked {
  readonly candidate: JsonObject;
  /** What the model predicted for it, or the number that stands in for that; null: there is none. */
  readonly score: number | null;
}

/** Candidates by their scores, the best first; equal ones as they came. */
export function ranked(
  candidates: readonly JsonObject[],
  scores: readonly (number | null)[],
  best: 'highest' | 'lowest',
): Ranked[] {
  const sign = best === 'lowest' ? 1 : -1;
  return candidates
    .map((candidate, index) => ({ candidate, score: scores[index] ?? null }))
    .sort((one, other) => sign * ((one.score ?? 0) - (other.score ?? 0)));
}

/** A prediction as a score. Throws MODEL_FAILED for what is no number, nor a list of one. */
export function scoreOf(prediction: Json): number {
  const value = Array.isArray(prediction) && prediction.length === 1 ? prediction[0]! : prediction;
  if (typeof value === 'number') return value;
  throw refused('mlflow_model', 'to rank by its predictions, they must be numbers');
}

/** The member `candidates` of an answer. Throws MODEL_FAILED for what is no list of objects, or too long. */
export function candidatesIn(structured: JsonObject, prompt: string): JsonObject[] {
  const { candidates } = structured;
  const isObject = (one: Json): one is JsonObject => typeof one === 'object' && one !== null && !Array.isArray(one);
  if (!Array.isArray(candidates) || !candidates.every(isObject) || candidates.length > mostCandidates)
    throw refused(prompt, `its answer has no list \`candidates\` of at most ${mostCandidates} objects`);
  return candidates;
}
