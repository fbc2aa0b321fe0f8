import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Json, JsonObject } from '@trialogue/plugin-api';
import fc from 'fast-check';
import { parse } from 'yaml';
import { readAnswer } from './read-answer';
import { valueProblem } from './slot-value';

interface Answers {
  readonly schema: JsonObject;
  readonly reads?: readonly [says: string, value: Json, why: string][];
  readonly no_match?: readonly [says: string, why: string][];
  readonly invalid?: readonly [says: string, why: string][];
}

const groups = parse(readFileSync(path.join(__dirname, 'testing/answers.yml'), 'utf8')) as Answers[];
const sentence = expect.stringMatching(/^[\p{Lu}\d.,].*\.$/su);

describe.each(groups)('$schema', ({ schema, reads = [], no_match = [], invalid = [] }) => {
  const refused = [
    ...no_match.map(([says, why]) => [says, 'nothing', why, false] as const),
    ...invalid.map(([says, why]) => [says, 'what is not allowed', why, true] as const),
  ];
  if (reads.length > 0)
    test.each(reads)('takes %j as %j: %s', (says, value) => expect(readAnswer(schema, says)).toEqual({ value }));
  if (refused.length > 0)
    test.each(refused)('takes %j as %s: %s', (says, _what, _why, understood) =>
      expect(readAnswer(schema, says)).toEqual({ problem: sentence, understood }),
    );
});

const bool = { type: 'boolean' };
const size = { enum: ['Small', 'Large', 'extra-large'] };

test.each<[schema: JsonObject, text: string, problem: string]>([
  [{ type: 'string' }, '   ', 'Please answer with a text.'],
  [{ type: 'string' }, 'a\0b', 'That text has characters that cannot be kept.'],
  [{ type: 'string' }, '\ud800', 'That text has characters that cannot be kept.'],
  [{ type: 'string' }, 'x'.repeat(1001), 'Please keep it below 1000 characters.'],
  [{ type: 'string', minLength: 3 }, 'ab', 'It needs at least 3 characters.'],
  [{ type: 'string', maxLength: 3 }, 'abcd', 'It can have at most 3 characters.'],
  [{ type: 'string', pattern: '^a' }, `a${'b'.repeat(200)}`, 'Please keep it below 200 characters.'],
  [{ type: 'string', pattern: '^a' }, 'b', 'It does not have the form that is asked for.'],
  [{ type: 'string', format: 'email' }, 'ana at example', 'It has to be an email address, such as name@example.com.'],
  [{ type: 'string', format: 'date' }, '2027-02-29', 'It has to be a date, such as 2026-03-14.'],
  [
    { type: 'string', format: 'date' },
    '03/05/2026',
    '03/05/2026 could mean 2026-05-03 or 2026-03-05: please write it like 2026-05-03.',
  ],
  [{ type: 'integer', minimum: 1 }, '0', 'It has to be at least 1.'],
  [{ type: 'integer', exclusiveMaximum: 4 }, '4', 'It has to be less than 4.'],
  [{ type: 'number', multipleOf: 0.5 }, '1.2', 'It has to be a multiple of 0.5.'],
  [bool, 'maybe', 'Please answer yes or no.'],
  [size, 'medium', 'Please choose one of 1) Small, 2) Large, 3) extra-large.'],
])('%j refuses %j', (schema, text, problem) => expect(readAnswer(schema, text)).toMatchObject({ problem }));

const schemas: JsonObject[] = groups.map(({ schema }) => schema);
const texts = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.integer().map(String),
  fc.double().map(String),
  fc.emailAddress(),
  fc.webUrl(),
  fc.stringMatching(/^[\d.,' €-]{1,12}$/),
);

test('whatever is said, a slot gets a value of its schema or the user a sentence', () =>
  fc.assert(
    fc.property(fc.constantFrom(...schemas), texts, (schema, text) => {
      const reading = readAnswer(schema, text);
      if ('value' in reading) expect(valueProblem(schema, reading.value)).toBeUndefined();
      else expect(reading).toEqual({ problem: sentence, understood: expect.any(Boolean) });
    }),
  ));

test('a whole number is read as it is written, with or without thousands', () =>
  fc.assert(
    fc.property(fc.integer(), fc.constantFrom('en-US', 'de-DE', 'de-CH', 'fr-FR'), (value, locale) => {
      const text = new Intl.NumberFormat(locale).format(value);
      expect(readAnswer({ type: 'integer' }, text)).toEqual({ value: value === 0 ? 0 : value });
    }),
  ));
