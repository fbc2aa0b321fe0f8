import { RE2JS } from 're2js';

/**
 * Patterns that users of the product wrote, matched in time that grows with the text and not with its powers (RE2; Cox, "Regular Expression
 * Matching Can Be Simple And Fast", 2007): JavaScript's own expressions backtrack, and forty characters can hold a process
 * for ever. Look-around and references back to a group, which need that, are no part of it.
 *
 * @throws Error for a pattern that is none, or needs more than RE2 has
 */
export const linearPattern = Object.assign(
  (pattern: string) => {
    const compiled = RE2JS.compile(RE2JS.translateRegExp(pattern));
    return {
      test: (text: string): boolean => compiled.matcher(text).find(),
      toString: () => pattern, // by which Ajv tells one from another
    };
  },
  { code: 'linearPattern' }, // Ajv's name of it in code that it would print
);
