import fc from 'fast-check';
import { formatPromptReference, parsePromptReference } from './prompt-reference';

test.each([
  ['meal', { name: 'meal' }],
  ['meal@2', { name: 'meal', number: 2 }],
  ['meal@production', { name: 'meal', label: 'production' }],
  ['team/meal.plan-v2@next_2', { name: 'team/meal.plan-v2', label: 'next_2' }],
  ['7b0c1f3e-4f0e-4d56-9c1e-2f6b6a5d8e10', { name: '7b0c1f3e-4f0e-4d56-9c1e-2f6b6a5d8e10' }],
])('%s', (text, reference) => {
  expect(parsePromptReference(text)).toEqual(reference);
  expect(formatPromptReference(reference)).toBe(text);
});

test.each([
  '',
  '@',
  '@2',
  'meal@',
  'meal@0',
  'meal@02',
  'meal@-1',
  'meal@1.5',
  'meal@2nd',
  'meal@a@b',
  'my meal',
  'meal @2',
  'meal@2\n',
  'meal@1234567890123456',
])('%j is no reference', (text) => expect(parsePromptReference(text)).toBeUndefined());

test('what is written is read back', () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9._-]{0,20}$/);
  const version = fc.oneof(
    fc.constant({}),
    fc.record({ number: fc.integer({ min: 1, max: 1e9 }) }),
    fc.record({ label: name }),
  );
  fc.assert(
    fc.property(name, version, (prompt, rest) => {
      const reference = { name: prompt, ...rest };
      expect(parsePromptReference(formatPromptReference(reference))).toEqual(reference);
    }),
  );
});
