import { readPluginEntries } from './entries';

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
    problems: [],
  });
});

test.each([
  ['neither', 'plugins:\n  - options: {}\n', 2, 'a plugin has either a `name` or a `path`'],
  ['both', 'plugins:\n  - name: a\n    path: b\n', 2, 'a plugin has either a `name` or a `path`'],
  ['an unknown member', 'plugins:\n\n  - name: a\n    option: {}\n', 3, 'must NOT have additional properties (option)'],
  ['a text', 'plugins:\n  - a\n', 2, 'a plugin has either a `name` or a `path`'],
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
  expect(readPluginEntries('', 'f')).toEqual({ entries: [], problems: [] });
});
