import { isolationOf, readPluginEntries } from './entries';

test('entries know where they stand', () => {
  const text = `# what this team runs
plugins:
  - name: '@trialogue/plugin-prompt-template'
  - path: plugins/own
    options: { url: http://localhost }
    secrets: [OWN_KEY]
`;
  expect(readPluginEntries(text, 'config/plugins.yml')).toEqual({
    entries: [
      {
        name: '@trialogue/plugin-prompt-template',
        options: {},
        secrets: [],
        location: { file: 'config/plugins.yml', line: 3 },
      },
      {
        path: 'plugins/own',
        options: { url: 'http://localhost' },
        secrets: ['OWN_KEY'],
        location: { file: 'config/plugins.yml', line: 4 },
      },
    ],
    allowed: [],
    problems: [],
  });
});

test.each([
  ['neither', 'plugins:\n  - options: {}\n', 2, 'a plugin has either a `name` or a `path`'],
  ['both', 'plugins:\n  - name: a\n    path: b\n', 2, 'a plugin has either a `name` or a `path`'],
  ['an unknown member', 'plugins:\n\n  - name: a\n    option: {}\n', 3, 'must NOT have additional properties (option)'],
  ['a text', 'plugins:\n  - a\n', 2, 'a plugin has either a `name` or a `path`'],
  [
    'an isolation of its own',
    'plugins:\n  - name: a\n    isolation: jail\n',
    2,
    expect.stringContaining('isolation must'),
  ],
  ['no room', 'plugins:\n  - name: a\n    memory_mb: 1\n', 2, 'memory_mb must be >= 16'],
  ['a scope of nobody', 'plugins:\n  - name: a\n    scopes: [root]\n', 2, expect.stringContaining('scopes 0 must be')],
  ['no list of the allowed', 'plugins: []\nallowed: [1]\n', 2, 'expected a list of names and paths under `allowed:`'],
  ['no list', 'plugins: a\n', 1, 'expected a list under `plugins:`'],
  ['another document', '- a\n', 1, 'expected a list under `plugins:`'],
  ['no YAML', 'plugins:\n  - name: [\n', 3, expect.stringContaining('Flow sequence')],
])('%s is a problem with its line', (_, text, line, message) => {
  expect(readPluginEntries(text, 'f').problems).toContainEqual({ file: 'f', line, message });
});

test('a bad entry spoils no other', () => {
  const { entries, problems } = readPluginEntries('plugins:\n  - nme: a\n  - name: b\n', 'f');
  expect([entries.length, problems.length]).toEqual([1, 1]);
});

test('an empty file has no plugins', () => {
  expect(readPluginEntries('', 'f')).toEqual({ entries: [], allowed: [], problems: [] });
});

test('what may be added through the graph stands beside what is', () => {
  const text =
    "allowed: ['@acme/plugin-loyalty', ./own]\nplugins:\n  - name: a\n    isolation: none\n    scopes: [read]\n";
  expect(readPluginEntries(text, 'f')).toEqual({
    entries: [
      { name: 'a', options: {}, secrets: [], isolation: 'none', scopes: ['read'], location: { file: 'f', line: 3 } },
    ],
    allowed: ['@acme/plugin-loyalty', './own'],
    problems: [],
  });
});

test.each([
  [{ name: '@trialogue/plugin-hybrid' }, 'none'],
  [{ name: '@trialogues/other' }, 'process'],
  [{ path: './own' }, 'process'],
  [{ path: './own', isolation: 'none' as const }, 'none'],
  [{ name: '@trialogue/plugin-hybrid', isolation: 'worker' as const }, 'worker'],
])('the code of %j runs in: %s', (entry, isolation) => {
  expect(isolationOf({ options: {}, secrets: [], ...entry })).toBe(isolation);
});
