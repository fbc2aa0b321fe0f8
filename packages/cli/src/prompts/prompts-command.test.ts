import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { project } from '../apply/testing/project';
import { readSettings } from '../settings';
import type { Subcommand } from '../sync/product-subcommand';
import { harmless } from '../terminal-text';
import { openTestProduct, type TestProduct } from '../testing/test-product';
import { diff } from './diff';
import { exportPrompts } from './export';
import { importPrompts } from './import';
import { lint } from './lint';
import { list } from './list';
import { promptsCommand } from './prompts-command';
import { render } from './render';
import { show } from './show';

let on: TestProduct;
const folder = mkdtempSync(path.join(tmpdir(), 'trialogue-commands-'));
beforeAll(async () => {
  on = await openTestProduct();
  const publish = (template: string, more: object = {}) =>
    on.graph('mutation ($input: CreatePromptVersionInput!) { createPromptVersion(input: $input) { id } }', {
      input: { name: 'soup', template, modelProvider: 'scripted', modelName: 'scripted', ...more },
    });
  await publish('Soup for {{ servings }}.', {
    ...{ description: 'First.', params: { temperature: 0.5 } },
    variables: [{ name: 'servings', required: true, schema: { type: 'integer' }, description: 'People.' }],
  });
  await publish('\u001b[2JStew for \u001b[31mall.');
  await on.graph('mutation { labelPromptVersion(name: "soup", version: 1, label: "production") { id } }', {});
}, 60_000);
afterAll(async () => {
  await on.close();
  rmSync(folder, { recursive: true, force: true });
});

const subcommands: { readonly [name: string]: Subcommand } = {
  ...{ list, show, diff, render, lint, import: importPrompts, export: exportPrompts },
};

/** Runs a subcommand as the command line does. */
async function run([name, ...words]: readonly string[], root = folder) {
  const settings = readSettings(root, { TRIALOGUE_URL: `${on.product.gateway.url}/graphql` });
  return subcommands[name!]!.run(settings, words, false);
}
const json = async (words: readonly string[]): Promise<any> => {
  const { data, json } = await run([...words, '--json']);
  expect(json).toBe(true);
  return JSON.parse(JSON.stringify(data));
};

test('list names what is served', async () => {
  const { text, code } = await run(['list']);
  expect(text).toBe(
    'prompt  served  newest  labels        model              description\nsoup    @1      2       production@1  scripted/scripted\n',
  );
  expect(code).toBeUndefined();
  expect(await json(['list'])).toEqual({
    prompts: [
      { name: 'soup', description: '', served: 1, newest: 2, labels: { production: 1 }, model: 'scripted/scripted' },
    ],
  });
});

test('show has all of a version', async () => {
  const { text } = await run(['show', 'soup@production']);
  for (const part of [
    'soup@1  active, jinja',
    'First.',
    'labels    production',
    '{"temperature":0.5}',
    'Soup for {{ servings }}.',
  ])
    expect(text).toContain(part);
  expect(text).toContain('  servings  required  People.  {"type":"integer"}\n');
  expect((await json(['show', 'soup'])).version).toMatchObject({ id: 'soup@1', responseSchema: null });
});

test('what a template holds does not steer a terminal', async () => {
  const { text } = await run(['show', 'soup@2']);
  expect(text).toContain('\u001b[2JStew for \u001b[31mall.');
  expect(harmless(text)).toContain('\\x1b[2JStew for \u001b[31mall.');
  expect(harmless('a\tb\n\r\u009b2J')).toBe('a\tb\n\\x0d\\x9b2J');
});

test('diff compares what is served with the newest, or two that are named', async () => {
  const { text, code } = await run(['diff', 'soup']);
  expect(text).toMatch(/^soup@1 → soup@2\n\n~ description: "First." → ""\n/);
  expect(text).toContain('- params.temperature: 0.5\n');
  expect(code).toBeUndefined();
  expect((await run(['diff', 'soup@2', 'soup@2'])).text).toBe('soup@2 → soup@2: nothing differs.\n');
  expect(await json(['diff', 'soup@2', 'soup@production'])).toMatchObject({ before: 'soup@2', after: 'soup@1' });
});

test('render shows what a model would be sent, with values that are what they say', async () => {
  const root = project({ 'values.yml': 'servings: 2\n' });
  const { text } = await run(['render', 'soup@1', '--vars', 'values.yml'], root);
  expect(text).toMatch(
    /^soup@1 {2}scripted\/scripted {2}\{"temperature":0.5\}\ntokens: about \d+ \(estimated by characters\)\n\nsystem\nSoup for 2.\n$/,
  );
  expect((await json(['render', 'soup', '--var', 'servings=4'])).messages).toEqual([
    { role: 'system', text: 'Soup for 4.' },
  ]);
  await expect(run(['render', 'soup'])).rejects.toThrow('servings');
});

const listed = (template: string, file = 'prompts/one.txt') => ({
  [file]: template,
  'config/prompts.yml': `prompts:
  - name: one
    versions:
      - { version: 1, file: ${file}, model_provider: scripted, model_name: scripted, variables: [{ name: unused }] }
`,
});

test('lint says what publishing would, without a product, and its exit code whether it would be refused', async () => {
  const advised = await run(['lint'], project(listed('Fine.')));
  expect(advised.text).toMatch(/warning: prompt one@1: .*unused/);
  expect([advised.text.split('\n').at(-2), advised.code]).toEqual(['0 errors, 1 warning.', 0]);
  const refused = await run(['lint'], project(listed('{% if %}')));
  expect(refused.text).toMatch(/^prompts\/one.txt:1:\d+: error: prompt one@1: template: /m);
  expect(refused.code).toBe(1);
  const once = listed('x');
  const twice = {
    ...once,
    'config/prompts.yml': once['config/prompts.yml']!.replace(/( +- \{ version: 1.*\n)/, '$1$1'),
  };
  expect((await run(['lint'], project(twice))).text).toMatch(
    /^config\/prompts.yml:5:\d+: error: prompt one: versions\.1/m,
  );
  await expect(run(['lint', 'large.txt'], project({ 'large.txt': 'x'.repeat(1_048_577) }))).rejects.toThrow(
    'large.txt: is larger than 1048576 bytes.',
  );
  const alone = await run(['lint', 'one.txt'], project({ 'one.txt': 'A\n {{ name | nofilter }}' }));
  expect(alone.text).toMatch(/^one.txt:2:\d+: error: template: .*nofilter/);
  expect(alone.code).toBe(1);
});

test('lint looks up what the project’s prompts include of each other', async () => {
  const version = (template: string) => `{ version: 1, template: '${template}', model_provider: a, model_name: b }`;
  const { text, code } = await run(
    ['lint'],
    project({
      'config/prompts.yml': `prompts:
  - { name: egg, versions: [${version('{% include "hen" %}')}] }
  - { name: hen, versions: [${version('{% include "egg" %}')}] }
  - { name: away, versions: [${version('{% include "elsewhere" %}')}] }
  - { name: tone, versions: [${version('Be kind to {{ who }}.')}] }
  - { name: talk, versions: [${version('Hello. {% include "tone" %}')}] }
`,
    }),
  );
  expect(text.split('\n').map((line) => line.replace(/^config.prompts.yml:(\d+):\d+/, '$1'))).toEqual([
    expect.stringMatching(/^2: error: prompt egg@1: .*egg → hen@1 → egg@1/),
    expect.stringMatching(/^3: error: prompt hen@1: .*hen → egg@1 → hen@1/),
    expect.stringMatching(/^4: warning: prompt away@1: .*No file here says what "elsewhere" is/),
    expect.stringMatching(/^5: warning: prompt tone@1: .*who/),
    expect.stringMatching(/^6: warning: prompt talk@1: .*who is used by tone/),
    '2 errors, 3 warnings.',
    '',
  ]);
  expect(code).toBe(1);
});

test('export and import are told what they did', async () => {
  expect((await run(['export', '--to', 'out', '--dry-run'])).text).toMatch(/3 created.*nothing was done/s);
  expect((await run(['export', '--to', 'out', 'soup'])).text).toContain('3 created, 0 updated, 0 unchanged');
  expect((await run(['import', '--from', 'out'])).text).toBe(
    '0 created, 0 updated, 3 unchanged, 0 left out, 0 refused.\n',
  );
  await expect(run(['export', '--to', 'mlflow'])).rejects.toThrow('MLFLOW_TRACKING_URI');
});

test.each([
  [['show'], 'Name a prompt.'],
  [['show', 'soup@9'], 'soup@9 is no version of it'],
  [['show', 'nobody'], 'There is no prompt nobody.'],
  [['diff', 'soup', 'pie'], 'soup and pie are two prompts.'],
  [['list', 'more'], '"more" says nothing here.'],
  [['list', '--wrong'], /^Unknown option '--wrong'\.$/],
  [['render', 'soup', '--var', 'servings'], '"servings" gives no value'],
  [['import'], 'Say where from'],
])('%j cannot be done: %s', async (words, message) => {
  await expect(run(words)).rejects.toThrow(message);
});

test('a subcommand tells how it is called, too', async () => {
  const written = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    for (const words of [['--help'], ['sync', '--help'], ['render', 'soup', '-h']])
      await promptsCommand(readSettings(folder, {}), words);
    expect(new Set(written.mock.calls.map(([text]) => String(text).split('\n')[0]))).toEqual(
      new Set(['trialogue prompts — the prompt registry of a running product']),
    );
  } finally {
    written.mockRestore();
  }
});

test('a command that is not there is said so', async () => {
  const settings = readSettings(folder, {});
  await expect(promptsCommand(settings, ['nothing'])).rejects.toThrow('There is no command "prompts nothing".');
});
