import { LRUCache } from 'lru-cache';
import { checkSize } from '../limits';
import { type PlaceAt, placesOf, TemplateError } from '../template-error';
import { parseMustache, SyntaxProblem, type Tag } from './parse';

export interface Parsed {
  readonly tags: readonly Tag[];
  readonly placeAt: PlaceAt;
}

/** By their text; bounded by their bytes in memory: at most 32 for a character, as they were measured. */
const known = new LRUCache<string, Parsed>({
  maxSize: 32 * 1024 * 1024,
  sizeCalculation: (_, template) => 32 * template.length + 500,
});

/** Throws a `TemplateError`. */
export function parsedMustache(template: string): Parsed {
  const found = known.get(template);
  if (found) return found;
  checkSize('template', template);
  const placeAt = placesOf(template);
  try {
    const parsed = { tags: parseMustache(template), placeAt };
    known.set(template, parsed);
    return parsed;
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error;
    throw new TemplateError('syntax', `${error.message}.`, placeAt(error.at));
  }
}
