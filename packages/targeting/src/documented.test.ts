import { readFileSync } from 'node:fs';
import path from 'node:path';
import { compileTargeting } from './compile-targeting';

const page = readFileSync(path.join(__dirname, '../../../docs/experiments.md'), 'utf8');
const targeting = page.slice(page.indexOf('## Targeting'), page.indexOf('## Bucketers'));
const snippets = (language: string) =>
  [...targeting.matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, text]) => text!);
const attributes = JSON.parse(snippets('json')[0]!);

test.each(snippets('cel'))('documented: %s', (source) =>
  expect(compileTargeting(source, attributes).problems).toEqual([]),
);

test('what the page says of a misspelt name is what is said', () => {
  const [problem] = compileTargeting('contry == "DE"', attributes).problems;
  expect(problem!.message).toMatch(/^there is no attribute contry; .*; did you mean "country"\?$/);
  expect(targeting).toContain('*there is no attribute contry; …; did you mean "country"?*');
});

test.each(['score == 5', 'age + 0.5 > 1.0', 'country.matches("D.*")', 'tags.all(t, tags.exists(u, u == t))'])(
  'not offered, as the page says: %s',
  (source) => expect(compileTargeting(source, attributes).targeting).toBeNull(),
);
