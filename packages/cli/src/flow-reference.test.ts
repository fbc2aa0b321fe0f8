import { readFileSync } from 'node:fs';
import path from 'node:path';
import { flowFileSchema } from '@trialogue/flow-engine';
import { flowReferencePage } from './flow-reference';

const page = flowReferencePage(flowFileSchema);

test('the page in docs/ is the one that the schema gives', () => {
  expect(readFileSync(path.join(__dirname, '../../../docs/flow-reference.md'), 'utf8')).toBe(page);
});

test('every kind of state has a section that says what it does, and every member but those of schemas a meaning', () => {
  const kinds = ['final', 'collect', 'choose', 'prompt', 'call', 'await', 'handoff', 'flow', 'link', 'say'];
  const sections = page.split('\n## ').slice(1);
  expect(sections.map((section) => section.split('\n')[0])).toEqual([
    'A flow',
    'A slot',
    ...kinds.map((kind) => `State: \`${kind}\``),
  ]);
  for (const section of sections.slice(2)) expect(section).toMatch(/^[^\n]+\n\n[A-Z].*\.\n/);
  const meaningless = page.split('\n').filter((line) => line.startsWith('| ') && line.endsWith('|  |'));
  expect(meaningless.filter((line) => !line.includes('`schema.'))).toEqual([]);
});

test('members below members, and of lists, stand under their whole names', () => {
  const members = page.split('\n').flatMap((line) => /^\| (?:\*\*)?`([^`]+)`/.exec(line)?.[1] ?? []);
  expect(members).toEqual(
    expect.arrayContaining([
      'on[].when',
      'correction.say',
      'schema.pattern',
      'prompt.output.schema',
      'check.call.within',
    ]),
  );
});
