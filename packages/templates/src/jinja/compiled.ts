import { LRUCache } from 'lru-cache';
import { checkSize } from '../limits';
import { type Place, type PlaceAt, placesOf } from '../template-error';
import { compileTemplate, type Execute } from './compile-template';
import type { Statement } from './nodes';
import { parseTemplate } from './parse-template';
import { normalSource } from './tokens';

/** A template that was parsed and made into functions. */
export class Compiled {
  readonly execute: Execute;
  private places: PlaceAt | undefined;

  constructor(
    readonly source: string,
    body: readonly Statement[],
  ) {
    this.execute = compileTemplate(body);
  }

  placeAt(offset: number): Place {
    this.places ??= placesOf(this.source);
    return this.places(offset);
  }
}

/** By their text, which says as much as a checksum of it; bounded by the characters of their sources. */
const known = new LRUCache<string, Compiled>({
  maxSize: 4_000_000,
  sizeCalculation: (_, template) => template.length + 100,
});

/** The statements of a template and its text with the newlines that they count. Throws a `TemplateError`. */
export function parsed(template: string): { source: string; body: readonly Statement[] } {
  checkSize('template', template);
  const source = normalSource(template);
  return { source, body: parseTemplate(source) };
}

/** Throws a `TemplateError`. */
export function compiledOf(template: string): Compiled {
  const found = known.get(template);
  if (found) return found;
  const { source, body } = parsed(template);
  const compiled = new Compiled(source, body);
  known.set(template, compiled);
  return compiled;
}
