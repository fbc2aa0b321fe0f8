import type { Includes } from '@trialogue/variant-config';
import { byteLength } from './byte-length';
import { limits } from './limits';
import { TemplateError } from './template-error';

/** What an include counts beside its text, so that their number has a bound too. */
const ownBytes = 64;

/**
 * Throws a `TemplateError` of kind `limit`, with the way to it, for includes that are too deep in each other or too large
 * together.
 */
export function checkIncludes(includes: Includes): void {
  let room: number = limits.includedBytes;
  const visit = (level: Includes, way: readonly string[]) => {
    for (const [reference, { template, includes: below }] of Object.entries(level)) {
      const here = [...way, reference];
      if (here.length > limits.includeDepth)
        throw tooMuch(here, `include each other more than ${limits.includeDepth} deep`);
      room -= byteLength(template) + ownBytes;
      if (room < 0) throw tooMuch(here, `have more than ${limits.includedBytes} bytes together`);
      if (below) visit(below, here);
    }
  };
  visit(includes, []);
}

const tooMuch = (way: readonly string[], what: string) =>
  new TemplateError('limit', `The included prompts ${what} (${way.join(' → ')}).`);
