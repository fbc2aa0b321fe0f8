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
    readonly tokens: number,
  ) {
    this.execute = compileTemplate(body);
  }

  placeAt(offset: number): Place {
    this.places ??= placesOf(this.source);
    return this.places(offset);
  }
}

/** By their text, which says as much as a checksum of it; bounded by their bytes in memory, as they were measured. */
const known = new LRUCache<string, Compiled>({
  maxSize: 64 * 1024 * 1024,
  sizeCalculation: ({ tokens }, template) => 2 * template.length + 130 * tokens + 500,
});

/** The statements of a template and its text with the newlines that they count. Throws a `TemplateError`. */
export function parsed(template: string): { source: string; body: readonly Statement[]; tokens: number } {
  checkSize('template', template);
  const source = normalSource(template);
  return { source, ...parseTemplate(source) };
}

/** Throws a `TemplateError`. */
export function compiledOf(template: string): Compiled {
  const found = known.get(template);
  if (found) return found;
  const { source, body, tokens } = parsed(template);
  const compiled = new Compiled(source, body, tokens);
  known.set(template, compiled);
  return compiled;
}
