import type { Json, JsonObject } from '@trialogue/plugin-api';
import fc from 'fast-check';
import { readAnswer } from './read-answer';
import { valueProblem } from './slot-value';

const bool = { type: 'boolean' };
const size = { enum: ['Small', 'Large', 'extra-large'] };

test.each<[schema: JsonObject, text: string, value: Json]>([
  [{ type: 'string' }, '  Ana Lima ', 'Ana Lima'],
  [{ type: 'integer' }, '4 people', 4],
  [{ type: 'number' }, '2,5', 2.5],
  [bool, 'Yes', true],
  [bool, 'no, thanks!', false],
  [bool, 'OK.', true],
  [bool, 'Of course', true],
  [bool, 'nein', false],
  [size, 'small', 'Small'],
  [size, ' EXTRA LARGE! ', 'extra-large'],
  [size, '2', 'Large'],
  [size, '#3', 'extra-large'],
  [size, 'option 1.', 'Small'],
  [{ enum: [1, 2, 5] }, '5', 5],
  [{ enum: [1, 2, 5] }, '2', 2],
  [{ enum: [5, -1] }, '1', 5],
  [{ enum: ['a b', 'A-B'] }, 'A-B', 'A-B'],
  [{ enum: ['yes', 'no'] }, 'YES', 'yes'],
  [{ enum: ['+', '-'] }, '-', '-'],
  [{ type: 'string', format: 'email' }, 'ana@example.com', 'ana@example.com'],
  [{ type: 'string', format: 'date' }, '2028-02-29', '2028-02-29'],
  [{ type: 'string', format: 'uri' }, 'https://example.com/a?b=1', 'https://example.com/a?b=1'],
  [{ type: 'string', pattern: '^[A-Z]{2}\\d{3}$' }, 'AB123', 'AB123'],
])('%j takes %j as %j', (schema, text, value) => expect(readAnswer(schema, text)).toEqual({ value }));

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
  [{ type: 'integer', minimum: 1 }, '0', 'It has to be at least 1.'],
  [{ type: 'integer', exclusiveMaximum: 4 }, '4', 'It has to be less than 4.'],
  [{ type: 'number', multipleOf: 0.5 }, '1.2', 'It has to be a multiple of 0.5.'],
  [bool, 'maybe', 'Please answer yes or no.'],
  [bool, 'yes and no', 'Please answer yes or no.'],
  [bool, 'not yes', 'Please answer yes or no.'],
  [size, 'medium', 'Please choose one of 1) Small, 2) Large, 3) extra-large.'],
  [size, '4', 'Please choose one of 1) Small, 2) Large, 3) extra-large.'],
  [size, 'not small', 'Please choose one of 1) Small, 2) Large, 3) extra-large.'],
])('%j refuses %j', (schema, text, problem) => expect(readAnswer(schema, text)).toEqual({ problem }));

const schemas: JsonObject[] = [
  { type: 'string', maxLength: 40 },
  { type: 'integer', minimum: -5, maximum: 5_000 },
  { type: 'number' },
  bool,
  size,
  { type: 'string', format: 'email' },
  { type: 'string', format: 'uri' },
  { type: 'string', format: 'date-time' },
];
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
      else expect(reading.problem).toMatch(/^[\p{Lu}\d.,].*\.$/u);
    }),
  ));

test('a whole number is read as it is written, with or without thousands', () =>
  fc.assert(
    fc.property(fc.integer(), fc.constantFrom('en-US', 'de-DE', 'de-CH', 'fr-FR'), (value, locale) => {
      const text = new Intl.NumberFormat(locale).format(value);
      expect(readAnswer({ type: 'integer' }, text)).toEqual({ value: value === 0 ? 0 : value });
    }),
  ));
