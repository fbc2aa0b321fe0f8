import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { withEntry, withoutEntry } from './plugins-text';

const own = { path: './own', options: {}, secrets: [] };
const ours = readFileSync(path.join(__dirname, '../../../../config/plugins.yml'), 'utf8');

test('an entry is added behind all others, and nothing else changes by a byte', () => {
  const text = withEntry(ours, { ...own, options: { url: 'http://x' }, secrets: ['KEY'], scopes: ['read'] });
  const added = ['  - path: ./own', '    scopes:', '      - read', '    options:', '      url: http://x'];
  const lines = `${[...added, '    secrets:', '      - KEY'].join('\n')}\n`;
  expect(text).toContain(lines);
  expect(text.replace(lines, '')).toBe(ours);
  expect(withoutEntry(text, './own')).toBe(ours);
});

test('of one that is there only what changes is written anew', () => {
  const { scopes, secrets } = parse(ours).plugins[1];
  const given = { name: '@trialogue/plugin-mlflow-model', options: { n: 1 }, secrets, scopes };
  expect(withEntry(ours, { ...given, options: {} })).toBe(ours);
  const before = '  - name: "@trialogue/plugin-mlflow-model"\n    options: {}\n';
  const after = before.replace(' {}', '\n      n: 1');
  expect(withEntry(ours, given)).toBe(ours.replace(before, after));
  expect(withEntry(withEntry(ours, given), { ...given, options: { n: 2 } })).toBe(
    ours.replace(before, after.replace('1', '2')),
  );
  expect(withEntry(ours, { ...given, options: {}, scopes: ['read'] })).toBe(
    ours.replace('    scopes: [read, track]', '    scopes:\n      - read'),
  );
  expect(withEntry(ours, { name: given.name, options: {}, secrets, limits: { memoryMb: 64 } } as never)).toContain(
    'MLFLOW_TRACKING_SERVER_CERT_PATH\n    limits:\n      memoryMb: 64\n\n  # A prediction',
  );
});

test('an entry goes with its comment and its empty line, and nothing else', () => {
  const start = ours.indexOf('  # Predictions by models');
  const end = ours.indexOf('  # A prediction, put into words');
  expect(withoutEntry(ours, '@trialogue/plugin-mlflow-model')).toBe(ours.slice(0, start) + ours.slice(end));
});

test('a list in one line stays in one line', () => {
  const text = 'allowed: [ x ]\nplugins: [ { name: a },  {name: b} ] # ours\n';
  const added = withEntry(text, own);
  expect(added).toBe(text.replace('} ]', '}, {"path":"./own"} ]'));
  expect(withoutEntry(added, './own')).toBe(text);
  expect(withoutEntry(text, 'a')).toBe('allowed: [ x ]\nplugins: [ {name: b} ] # ours\n');
});

test('what cannot be edited is refused and not spoilt', () => {
  expect(() => withEntry('{ allowed: [] }\n', own)).toThrow('only a person can edit');
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

test('a comment goes with the entry that it belongs to: by its column, and the first entry has none above it', () => {
  const text = `plugins:
  # Strategies that we trust.
  - name: a
    # limits: { ms: 5 }
  # Of b.
  - name: b # ours
    # the end of b
`;
  expect(withoutEntry(text, 'a')).toBe(`plugins:
  # Strategies that we trust.
  # Of b.
  - name: b # ours
    # the end of b
`);
  expect(withoutEntry(text, 'b')).toBe(`plugins:
  # Strategies that we trust.
  - name: a
    # limits: { ms: 5 }
`);
  expect(withEntry(text, { name: 'c', options: {}, secrets: [] })).toBe(`${text}  - name: c\n`);
});

test('an alias elsewhere in the list is left as it is', () => {
  const text = 'shared: &s [KEY]\nplugins:\n  - name: a\n    secrets: *s\n';
  expect(withEntry(text, { name: 'b', options: {}, secrets: [] })).toBe(`${text}  - name: b\n`);
});
