import { symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { apply } from './apply';
import { fileLists, readFileList } from './lists';
import { said, describe as told } from './outcome';
import { project } from './testing/project';

const read = (list: string) => (root: string) =>
  readFileList(fileLists.find((one) => one.list === list)!, { root, environment: () => undefined });
const [readPrompts, readFlows, readExperiments] = [read('prompts'), read('flows'), read('experiments')];
const prompt = (more: string, name = 'good') =>
  `  - name: ${name}\n    versions:\n      - version: 1\n        file: prompts/a.txt\n        model_provider: anthropic\n        model_name: m\n${more}`;
const bomb = [
  'a: &a [x, x]',
  ...'bcdefgh'.split('').map((key, n) => `${key}: &${key} [${Array(9).fill(`*${'abcdefg'[n]}`)}]`),
].join('\n');

test('an entry becomes what the mutation takes; Windows line ends and the last blank lines are no part of a prompt', () => {
  const root = project({ 'config/prompts.yml': `prompts:\n${prompt('')}`, 'prompts/a.txt': 'One\r\nTwo\n\n' });
  const { inputs, refused, files } = readPrompts(root);
  expect(refused).toEqual([]);
  expect(inputs).toMatchObject([
    { name: 'good', versions: [{ number: 1, template: 'One\nTwo', syntax: 'JINJA', status: 'ACTIVE' }] },
  ]);
  expect(files).toEqual(['config/prompts.yml', 'prompts/a.txt']);
});

test.each([
  ['an alias of nothing', 'prompts: *nope', /nope/],
  ['aliases that explode', `${bomb}\nprompts: *h`, /alias/i],
  ['no YAML', 'prompts: [', /./],
  ['no list', 'prompts: 3', 'expected a list under `prompts:`'],
  [
    'an unknown key',
    `prompts:\n${prompt('        modle: x')}`,
    'versions.0.modle: is not known here; expected one of "version", ',
  ],
  [
    'a version past all numbers',
    `prompts:\n${prompt('').replace('version: 1', 'version: 3000000000')}`,
    'versions.0.version',
  ],
  ['a file that is not there', `prompts:\n${prompt('').replace('a.txt', 'b.txt')}`, 'there is no file prompts/b.txt'],
  ['a file outside', `prompts:\n${prompt('').replace('prompts/a.txt', '../../etc/hostname')}`, /outside|no file/],
  ['a hidden file', `prompts:\n${prompt('').replace('prompts/a.txt', '.env')}`, '.env is a hidden file'],
  ['a folder', `prompts:\n${prompt('').replace('prompts/a.txt', 'prompts')}`, 'prompts is not a file'],
  [
    'a link that leads outside',
    `prompts:\n${prompt('').replace('a.txt', 'link.txt')}`,
    'lies outside the project’s folder',
  ],
])('%s is refused with file and line, and hurts nothing else', (_, text, reason) => {
  const root = project({ 'config/prompts.yml': text, 'prompts/a.txt': 'A', '.env': 'SECRET=1' });
  symlinkSync('/etc/hostname', path.join(root, 'prompts/link.txt'));
  const { inputs, refused } = readPrompts(root);
  expect(inputs).toEqual([]);
  expect(refused).toHaveLength(1);
  expect(refused[0]).toMatchObject({ file: 'config/prompts.yml', line: expect.any(Number), result: 'REFUSED' });
  expect(refused[0]!.notes.map(said).join('; ')).toMatch(reason);
});

test.each([
  ['a file that is not there', 'prompts/b.txt', true],
  ['a folder', 'prompts', true],
  ['replies that are not there', 'prompts/a.txt\n        replies: prompts/b.replies.yml', true],
  ['a file outside', '../b.txt', false],
  ['a hidden file', 'prompts/.b.txt', false],
])('%s is worth watching when it lies in the project', (_, file, watched) => {
  const text = `prompts:\n${prompt('').replace('prompts/a.txt', file)}`;
  const { refused, files } = readPrompts(project({ 'config/prompts.yml': text, 'prompts/a.txt': 'A' }));
  expect(refused).toHaveLength(1);
  expect(files.includes(file.split(' ').at(-1)!)).toBe(watched);
});

test('the line is that of the fault', () => {
  const text = `experiments:\n  - key: fine\n    variants: [{ key: a, config: {} }]\n  - key: bad\n    traffic: 3\n    variants: []\n`;
  const { entries, refused } = readExperiments(project({ 'config/experiments.yml': text }));
  expect(entries.map(({ name }) => name)).toEqual(['fine']);
  expect(refused).toMatchObject([{ line: 4, subject: 'experiment bad' }]);
  expect(refused[0]!.notes.map(({ line }) => line).sort()).toEqual([5, 6]);
});

test('the rules of an experiment become what the graph takes, those that are not there too', () => {
  const rules = `
    bucketer: growthbook_v2
    targeting: country == "nl"
    attributes: { country: string }
    allocation: 2
    layers: [{ layer: pages, from: 0, to: 0.5 }]
    holdouts: [untouched]
    prerequisites: [{ experiment: other, variants: [a] }]
    overrides: [{ variant: a, units: [qa-1] }]
    sticky: { blocked_before: 2 }
    while_paused: keep
    starts_at: 2026-12-01T09:00:00+01:00
    ramp: [{ from: 2026-12-02T00:00Z, traffic: 0.5 }]
    allocator: { name: thompson, options: { draws: 5 }, outcome: { event: paid, value: total }, min_units: 9 }`;
  const entry = (key: string, more = '') => `\n  - key: ${key}\n    variants: [{ key: a, value: 1 }]${more}`;
  const { inputs, refused } = readExperiments(
    project({ 'config/experiments.yml': `experiments:${entry('ruled', rules)}${entry('plain')}` }),
  );
  expect(refused).toEqual([]);
  expect(inputs).toMatchObject([
    {
      ...{ targeting: 'country == "nl"', attributes: { country: 'string' } },
      ...{ bucketer: 'GROWTHBOOK_V2', allocation: 2, layers: [{ layer: 'pages', from: 0, to: 0.5 }] },
      ...{ holdouts: ['untouched'], prerequisites: [{ experiment: 'other', variants: ['a'] }] },
      ...{ overrides: [{ variant: 'a', units: ['qa-1'] }], sticky: { enabled: true, blockedBefore: 2 } },
      ...{ whilePaused: 'KEEP', startsAt: '2026-12-01T08:00:00.000Z', endsAt: null },
      ramp: [{ from: '2026-12-02T00:00:00.000Z', traffic: 0.5 }],
      allocator: { name: 'thompson', options: { draws: 5 }, outcome: { event: 'paid', value: 'total' }, minUnits: 9 },
    },
    {
      ...{ targeting: null, attributes: null },
      ...{ bucketer: 'NATIVE', layers: [], holdouts: [], prerequisites: [], overrides: [], sticky: null, ramp: [] },
      ...{ whilePaused: 'LOSE', startsAt: null, endsAt: null, allocator: null },
    },
  ]);
});

test.each([
  ['starts_at: tomorrow', 'starts_at'],
  ['starts_at: 2026-13-01T00:00:00Z', 'starts_at'],
  ['ramp: [{ from: 2026-12-01T24:61:00Z, traffic: 1 }]', 'ramp.0.from'],
])('no time is refused with its line: %s', (rule, at) => {
  const text = `experiments:\n  - key: timed\n    variants: [{ key: a, value: 1 }]\n    ${rule}\n`;
  const { inputs, refused } = readExperiments(project({ 'config/experiments.yml': text }));
  expect(inputs).toEqual([]);
  expect(refused).toMatchObject([{ notes: [{ line: 4, path: at }] }]);
});

test('what the graph says of an experiment is told by the names of the file', async () => {
  const text =
    'experiments:\n  - key: a\n    sample_size: 5\n    variants: [{ key: a, control: true, config: { everyMs: 1 } }]\n';
  const problems = ['sampleSize', 'variants.0.isControl', 'variants.0.config.everyMs'].map((at) => ({
    ...{ path: at, message: 'is wrong' },
  }));
  const answer = { subject: 'a', outcome: 'REFUSED', note: null, problems };
  const { outcomes } = await apply(
    { root: project({ 'config/experiments.yml': text }), environment: () => undefined },
    async () => ({
      applied: [answer],
    }),
  );
  expect(outcomes[0]!.notes.map(({ line, path: at }) => [line, at])).toEqual([
    [3, 'sample_size'],
    [4, 'variants.0.control'],
    [4, 'variants.0.config.everyMs'],
  ]);
});

test('a copy wins over its example, and without either there is nothing', () => {
  const example = 'experiments:\n  - key: example\n    variants: [{ key: a, config: {} }]\n';
  const root = project({ 'config/experiments.example.yml': example });
  expect(readExperiments(root).files).toEqual(['config/experiments.example.yml']);
  writeFileSync(path.join(root, 'config/experiments.yml'), 'experiments: []');
  expect(readExperiments(root)).toMatchObject({ files: ['config/experiments.yml'], entries: [] });
  expect(readExperiments(project({}))).toMatchObject({ files: [], entries: [] });
});

const flows = (file: string) => `flows:\n  - name: talk\n    versions:\n      - version: 1\n        file: ${file}\n`;
const talk = 'initial: hello\nstates:\n  hello:\n    say: Hello\n    next: end\n  end: { final: completed }\n';

test('a flow is read with the file that it names', () => {
  const root = project({ 'config/flows.yml': flows('flows/talk.yml'), 'flows/talk.yml': talk });
  const { inputs, refused, files } = readFlows(root);
  expect(refused).toEqual([]);
  expect(inputs).toEqual([
    {
      key: 'talk',
      description: '',
      versions: [
        {
          number: 1,
          description: '',
          status: 'ACTIVE',
          definition: {
            initial: 'hello',
            states: { hello: { say: 'Hello', next: 'end' }, end: { final: 'completed' } },
          },
          source: { file: 'flows/talk.yml' },
        },
      ],
    },
  ]);
  expect(files).toEqual(['config/flows.yml', 'flows/talk.yml']);
});

test.each([
  ['no YAML', 'initial: [', / flows\/talk\.yml:\d+: ./],
  ['a list', '- hello', ' flows/talk.yml:1: expected a flow: initial, slots, states'],
  ['nothing', '', ' flows/talk.yml:1: expected a flow: initial, slots, states'],
  ['too much', `# ${'x'.repeat(270_000)}`, 'line 5: versions.0.file: flows/talk.yml is larger than 262144 bytes'],
])('a flow’s file with %s in it is refused, and named with its line', (_, text, reason) => {
  const { inputs, refused } = readFlows(
    project({ 'config/flows.yml': flows('flows/talk.yml'), 'flows/talk.yml': text }),
  );
  expect(inputs).toEqual([]);
  expect(refused.map(told)).toEqual([expect.stringMatching(reason)]);
  expect(refused).toMatchObject([{ subject: 'flow talk' }]);
});

test('what the graph says of a flow is told with the flow’s file and line there', async () => {
  const root = project({
    'config/flows.yml': flows('flows/talk.yml'),
    'flows/talk.yml': talk.replace('hello:', 'askHello:'),
  });
  const problems = [
    { path: 'versions.0.definition.states.askHello.next', message: 'there is no state "ende"' },
    { path: 'versions.0.number', message: 'is 1' },
    { path: 'versions.0.definition', message: 'there is no prompt' },
  ];
  const answer = { subject: 'talk', outcome: 'REFUSED', note: null, problems };
  const { outcomes } = await apply({ root, environment: () => undefined }, async () => ({ applied: [answer] }));
  expect(outcomes.map(told)).toEqual([
    [
      'config/flows.yml:2  flow talk  refused',
      '    flows/talk.yml:5: states.askHello.next: there is no state "ende"',
      '    line 4: versions.0.number: is 1',
      '    flows/talk.yml:1: there is no prompt',
    ].join('\n'),
  ]);
});
