import { canonicalJson } from '@trialogue/canonical-json';
import type { Problem } from '@trialogue/errors';
import type { Json } from '@trialogue/plugin-api';

/** What could not be stored and read back the same: integers past 2^53 - 1, lone surrogates, NUL characters. */
export function storageProblems(value: Json, path: Problem['path'] = []): Problem[] {
  if (typeof value !== 'object' || value === null) return leafProblems(value, path);
  const parts: [string | number, Json][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return parts.flatMap(([key, part]) => [...leafProblems(key, path), ...storageProblems(part, [...path, key])]);
}

function leafProblems(leaf: Json, path: Problem['path']): Problem[] {
  if (typeof leaf === 'string' && leaf.includes('\0')) return [{ path, message: 'a NUL character cannot be stored' }];
  try {
    canonicalJson(leaf);
    return [];
  } catch (error) {
    return [{ path, message: (error as TypeError).message.replace('$: ', '') }];
  }
}
