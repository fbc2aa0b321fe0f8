import type { PromptVersionBody } from '@trialogue/variant-config';
import { VersionProblems } from './prompt-version.problems';

const version = (checksum: string, template: string): PromptVersionBody => ({
  ...{ name: 'meal', number: 1, description: '', status: 'ACTIVE', syntax: 'MUSTACHE', template, variables: [] },
  ...{ modelProvider: 'scripted', modelName: 'scripted', params: {}, replies: [], checksum },
});

test('one checksum is looked through once, another on its own', () => {
  const problems = new VersionProblems();
  const first = problems.of(version('1', '{{ a }}'));
  expect(first).toMatchObject([{ path: ['template'], message: expect.stringContaining('a is used and not declared') }]);
  expect(problems.of(version('1', '{{ a }}'))).toBe(first);
  expect(problems.of(version('2', 'Hello'))).toEqual([]);
});

test('what is kept is bounded: the oldest is looked through again', () => {
  const problems = new VersionProblems();
  const large = Array.from({ length: 5000 }, (_, index) => `{{n${index}}}`).join('');
  const found = ['1', '2', '3', '4', '5'].map((checksum) => problems.of(version(checksum, large)));
  expect(problems.of(version('5', large))).toBe(found[4]);
  expect(problems.of(version('1', large))).not.toBe(found[0]);
  expect(problems.of(version('1', large))).toEqual(found[0]);
});
