import type { JsonObject } from '@trialogue/plugin-api';
import { readAnswer } from './read-answer';

const schemas: JsonObject[] = [
  { type: 'integer' },
  { type: 'number' },
  { type: 'boolean' },
  { enum: Array.from({ length: 100 }, (_, index) => `option a a a ${index}`) },
  { enum: [1, 2, 3] },
  { type: 'string' },
  { type: 'string', pattern: '^(a+)+$' },
  ...['date', 'time', 'date-time', 'email', 'hostname', 'ipv4', 'ipv6', 'uri', 'uuid'].map((format) => ({
    type: 'string',
    format,
  })),
];

/** Each is repeated up to a length. */
const parts: [what: string, part: string][] = [
  ['a letter', 'a'],
  ['letters that a pattern could try in many ways, and then none', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab'],
  ['digits', '1'],
  ['digits and separators', '1.'],
  ['digits and spaces', '1 '],
  ['spaces', ' '],
  ['lines', '\n'],
  ['words that stand before a number', 'it is '],
  ['dates', '3 May 2026 '],
  ['halves of dates', '3. May '],
  ['halves of numeric dates', '1/'],
  ['times', '18:30 '],
  ['addresses', 'a@b.example '],
  ['signs of addresses', '@'],
  ['colons', ':'],
  ['brackets', '('],
  ['questions', '?'],
  ['ends of sentences', '!'],
  ['commas', ', '],
  ['words of an option', 'option a a '],
  ['marks from right to left', '\u202e1\u202c'],
  ['what has no width', '\u200b'],
  ['accents upon accents', 'e\u0301\u0301\u0301'],
  ['letters that become many', '\ufdfa'],
  ['halves of characters', '\ud83d'],
  ['zeroes', '\0'],
];

test.each(parts)('a long text of %s is read in time that grows with its length', (_, part) => {
  for (const schema of schemas)
    for (const [before, behind] of [
      ['', ''],
      ['1', 'x'],
    ]) {
      const [short, long] = [6_250, 100_000].map((length) => {
        const text = before + part.repeat(length / part.length) + behind;
        return cpuMsOf(() => readAnswer(schema, text));
      });
      // Sixteen times the length: the square would be 256 times the time.
      expect({ schema, grows: long! < 64 * Math.max(short!, 20) }).toEqual({ schema, grows: true });
    }
});

function cpuMsOf(act: () => void): number {
  const before = process.cpuUsage();
  act();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
