import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { project } from '../apply/testing/project';
import { openTestProduct, type TestProduct } from '../testing/test-product';
import { files, list, promptsOf, read, replace, write } from './testing/files-and-product';

let on: TestProduct;
let prompts: ReturnType<typeof promptsOf>;
beforeAll(async () => {
  on = await openTestProduct();
  prompts = promptsOf(on.graph);
}, 120_000);
afterAll(() => on.close());

test('what was made and changed through the API is pulled into the files, whose comments stay, and then there is nothing to sync', async () => {
  const root = project(files('pulled'));
  await prompts.sync(root);
  await prompts.create('pulled', 'Cook {{ what }}.', {
    description: 'The second',
    variables: [{ name: 'what', default: null, schema: { type: ['string', 'null'] } }],
    params: { temperature: 0.7 },
    responseSchema: { type: 'object', properties: { yes: { type: 'boolean' } } },
    replies: [{ when: ['hi'], reply: 'yes: no' }],
  });
  await prompts.create('pulled', 'Ends in a line\r\nof Windows ');
  await on.graph('mutation ($input: CreatePromptVersionInput!) { createPromptVersion(input: $input) { id } }', {
    input: {
      ...{ name: 'pulled', modelProvider: 'a', modelName: 'b', status: 'DRAFT' },
      messages: [
        { role: 'system', template: 'Be\nnice. ' },
        { role: 'user', template: '{{ q }}' },
      ],
      variables: [{ name: 'q', required: true }],
    },
  });
  await prompts.label('pulled', 2, 'production');
  await prompts.label('pulled', 3, 'staging');
  await prompts.create('pulled', 'Cook.', { number: 1, description: 'The first' });
  const before = read(root);
  const dry = await prompts.pull(root, 'pulled', { dryRun: true });
  expect(read(root)).toBe(before);
  expect(readdirSync(path.join(root, 'prompts'))).toEqual(['pulled.txt']);

  const pulled = await prompts.pull(root, 'pulled');
  expect(pulled.text).toBe(dry.text);
  expect(pulled.conflicts).toEqual([]);
  expect(read(root)).toBe(pulled.text);
  expect(read(root)).toContain('description: Cooks. # well');
  expect(readdirSync(path.join(root, 'prompts')).sort()).toEqual([
    'pulled.txt',
    'pulled_v2.replies.yml',
    'pulled_v2.txt',
    'pulled_v4.yml',
  ]);
  const stands = await prompts.standing('pulled');
  const synced = await prompts.sync(root);
  expect(synced.outcomes).toMatchObject([{ result: 'UNCHANGED', notes: [] }]);
  expect(synced.databaseOnly.filter((id) => id.startsWith('pulled@'))).toEqual([]);
  expect(await prompts.standing('pulled')).toEqual(stands);
  expect((await prompts.pull(root, 'pulled')).written).toEqual([]);
});

test('files, product, an empty folder, and back: nothing is left to do', async () => {
  const root = project({ ...files('there'), 'prompts/there.replies.yml': '- { when: [], reply: Hm }\n' });
  replace(root, list, 'model_name: scripted\n', 'model_name: scripted\n        replies: prompts/there.replies.yml\n');
  await prompts.sync(root);
  const empty = project({});
  await prompts.pull(empty, 'there');
  expect(read(empty, 'prompts/there.txt')).toBe('Cook.\n');
  expect((await prompts.sync(empty)).outcomes).toMatchObject([{ result: 'UNCHANGED', notes: [] }]);
  expect(await prompts.results(root)).toEqual(['UNCHANGED']);
});

test('a label or a status that changed in the product is pulled; one that changed in the file is left', async () => {
  const root = project(files('moved'));
  await prompts.sync(root);
  await prompts.create('moved', 'Second.');
  await prompts.label('moved', 2, 'production');
  await prompts.setStatus('moved', 1, 'ARCHIVED');
  replace(root, list, 'Cooks.', 'Bakes.');
  const { written, conflicts } = await prompts.pull(root, 'moved');
  expect(written.sort()).toEqual(['labels.production.version', 'versions.1.status', 'versions.2']);
  expect(conflicts).toEqual([]);
  expect(read(root)).toContain('description: Bakes. # well');
  expect(await prompts.results(root)).toEqual(['UPDATED']);
  expect(await prompts.results(root)).toEqual(['UNCHANGED']);
});

test('a template file that was edited is not overwritten by what it was', async () => {
  const root = project(files('kept'));
  await prompts.sync(root);
  write(root, 'prompts/kept.txt', 'Mine.');
  const pulled = await prompts.pull(root, 'kept');
  expect(pulled.conflicts).toEqual([['versions.1', expect.stringContaining('--on-edit new-version')]]);
  await prompts.sync(root, { onEdit: 'NEW_VERSION' });
  await prompts.pull(root, 'kept');
  expect(read(root, 'prompts/kept.txt')).toBe('Mine.');
  expect(read(root, 'prompts/kept_v1.txt')).toBe('Cook.\n');
  expect(await prompts.results(root)).toEqual(['UPDATED']); // it has another file now
  expect((await prompts.standing('kept')).versions[1].source.file).toBe('prompts/kept_v1.txt');
  expect(await prompts.results(root)).toEqual(['UNCHANGED']);
});

test('wherever the graph says that a file was, nothing is written outside of prompts/', async () => {
  const versions = [
    '../out.txt',
    '/tmp/trialogue-out.txt',
    '.git/hooks/x.txt',
    'config/prompts.yml',
    'prompts/../x.txt',
    'prompts/.x.txt',
  ].map((file, index) => ({
    number: index + 1,
    template: `T${index}`,
    modelProvider: 'a',
    modelName: 'b',
    source: { file },
  }));
  await on.graph('mutation ($prompts: [ApplyPromptInput!]!) { applyPrompts(prompts: $prompts) { outcome } }', {
    prompts: [{ name: 'astray', versions }],
  });
  const root = project({});
  await prompts.pull(root, 'astray');
  expect(readdirSync(root).sort()).toEqual(['config', 'prompts']);
  expect(readdirSync(path.join(root, 'prompts')).sort()).toEqual(versions.map(({ number }) => `astray_v${number}.txt`));
  expect(existsSync('/tmp/trialogue-out.txt')).toBe(false);
});
