import { readFileSync } from 'node:fs';
import path from 'node:path';
import { withEntry, withoutEntry } from './plugins-text';

const own = { path: './own', options: {}, secrets: [] };
const ours = readFileSync(path.join(__dirname, '../../../../config/plugins.yml'), 'utf8');
const dense = (text: string) => text.replace(/\s/g, '');

test('an entry is added behind all others, and of the rest, comments too, only white space changes', () => {
  const text = withEntry(ours, { ...own, options: { url: 'http://x' }, secrets: ['KEY'], scopes: ['read'] });
  const added = ['  - path: ./own', '    scopes:', '      - read', '    options:', '      url: http://x'];
  expect(text).toContain(`${[...added, '    secrets:', '      - KEY'].join('\n')}\n`);
  expect(dense(withoutEntry(text, './own'))).toBe(dense(ours));
});

test('one of the same name is replaced where it stands, under its comment', () => {
  const text = 'plugins:\n  # ours\n  - name: a\n    options: { n: 1 }\n  # theirs\n  - name: b\n';
  expect(withEntry(text, { name: 'b', options: { n: 2 }, secrets: [] })).toBe(
    'plugins:\n  # ours\n  - name: a\n    options: { n: 1 }\n  # theirs\n  - name: b\n    options:\n      n: 2\n',
  );
});

test.each([
  ['', 'plugins:\n  - path: ./own\n'],
  ['# nothing yet\nplugins: []\n', '# nothing yet\nplugins:\n  - path: ./own\n'],
  ['allowed:\n  - ./own\n', 'allowed:\n  - ./own\nplugins:\n  - path: ./own\n'],
])('in %j it is the first', (text, expected) => {
  expect(withEntry(text, own)).toBe(expected);
});

test('the last one leaves an empty list; one that is not there leaves everything', () => {
  expect(withoutEntry('plugins:\n  - name: a\n', 'a')).toBe('plugins: []\n');
  expect(withoutEntry(ours, 'nobody')).toBe(ours);
});
