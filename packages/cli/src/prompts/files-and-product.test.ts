import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { project } from '../apply/testing/project';
import { openTestProduct, type TestProduct } from '../testing/test-product';
import { renumberFile } from './prompts-file';
import { pullInto } from './pull-into';
import { readPrompts, type SyncOptions, syncThroughGraph } from './sync-graph';

let on: TestProduct;
beforeAll(async () => {
  on = await openTestProduct();
}, 120_000);
afterAll(() => on.close());

const list = 'config/prompts.yml';
const read = (root: string, file = list) => readFileSync(path.join(root, file), 'utf8');
const write = (root: string, file: string, text: string) => writeFileSync(path.join(root, file), text);
const replace = (root: string, file: string, one: string, other: string) => {
  expect(read(root, file)).toContain(one);
  write(root, file, read(root, file).replace(one, other));
};

/** As the commands do, of one prompt: other tests’ are in the product, too. */
const sync = async (root: string, more: Partial<SyncOptions> = {}) => {
  const options = { dryRun: false, onEdit: 'ERROR', ...more } as const;
  const synced = await syncThroughGraph(on.graph, root, readPrompts(root), options);
  if (!options.dryRun) await renumberFile(root, synced.renumbered);
  return synced;
};
const results = async (root: string, more: Partial<SyncOptions> = {}) =>
  (await sync(root, more)).outcomes.map(({ result }) => result);
const pull = async (root: string, name: string, more: { dryRun?: boolean; isPreferred?: boolean } = {}) => {
  const pulled = await pullInto(only(name), root, { dryRun: false, isPreferred: false, ...more });
  return {
    ...pulled,
    written: pulled.written.map((one) => one.path),
    conflicts: pulled.conflicts.map((one) => [one.path, one.message]),
  };
};
/** The product as if it had these prompts only. */
const only =
  (...names: string[]): TestProduct['graph'] =>
  async (document, variables) => {
    const answer = await on.graph(document, variables);
    if (!answer.prompts) return answer;
    const edges = answer.prompts.edges.filter(({ node }: any) => names.some((name) => node.name.startsWith(name)));
    return { prompts: { ...answer.prompts, edges } };
  };

const create = (name: string, template: string, more: object = {}) =>
  on.graph('mutation ($input: CreatePromptVersionInput!) { createPromptVersion(input: $input) { id } }', {
    input: { name, template, modelProvider: 'scripted', modelName: 'scripted', ...more },
  });
const label = (name: string, version: number, at: string) =>
  on.graph(
    'mutation ($name: ID!, $version: Int!, $at: String!) { labelPromptVersion(name: $name, version: $version, label: $at) { id } }',
    { name, version, at },
  );
const setStatus = (name: string, version: number, status: string) =>
  on.graph(
    'mutation ($name: ID!, $version: Int!, $status: PromptStatus!) { setPromptVersionStatus(name: $name, version: $version, status: $status) { id } }',
    { name, version, status },
  );
const standing = async (name: string) => {
  const { prompt } = await on.graph(
    'query ($name: ID!) { prompt(name: $name) { description labels { label version { number } } versions { edges { node { number status description template checksum source { file commit } } } } } }',
    { name },
  );
  const versions = Object.fromEntries(prompt.versions.edges.map(({ node }: any) => [node.number, node]));
  return {
    description: prompt.description,
    labels: Object.fromEntries(prompt.labels.map((one: any) => [one.label, one.version.number])),
    versions,
    templates: Object.fromEntries(Object.entries<any>(versions).map(([number, { template }]) => [number, template])),
  };
};

const files = (name: string) => ({
  [list]: `# Ours.
prompts:
  - name: ${name}
    description: Cooks. # well
    versions:
      - version: 1
        file: prompts/${name}.txt
        model_provider: scripted
        model_name: scripted
    labels:
      production: 1
`,
  [`prompts/${name}.txt`]: 'Cook.\n',
});

test('an edited file of a published version is refused, or becomes the next version, and the file says so', async () => {
  const root = project(files('edited'));
  expect(await results(root)).toEqual(['CREATED']);
  write(root, 'prompts/edited.txt', 'Cook well.\n');
  const { outcomes } = await sync(root);
  expect(outcomes).toMatchObject([{ result: 'REFUSED', line: 3 }]);
  expect(outcomes[0]!.notes[0]!.message).toMatch(/Version 1 of prompt edited is published .*--on-edit new-version/);
  expect((await standing('edited')).templates).toEqual({ 1: 'Cook.' });

  const tried = await sync(root, { dryRun: true, onEdit: 'NEW_VERSION' });
  expect(tried).toMatchObject({ renumbered: [{ prompt: 'edited', from: 1, to: 2, labels: [] }] });
  const before = read(root);
  const synced = await sync(root, { onEdit: 'NEW_VERSION' });
  expect(synced.outcomes).toMatchObject([{ result: 'UPDATED' }]);
  expect(read(root)).toBe(before.replace('- version: 1', '- version: 2'));
  expect(await standing('edited')).toMatchObject({
    templates: { 1: 'Cook.', 2: 'Cook well.' },
    labels: { production: 1 },
  });
  expect(await results(root, { onEdit: 'NEW_VERSION' })).toEqual(['UNCHANGED']);
});

test('what dies before the number is in the file is completed the next time, with no third version', async () => {
  const root = project(files('interrupted'));
  await sync(root);
  write(root, 'prompts/interrupted.txt', 'Cook well.\n');
  const before = read(root);
  await syncThroughGraph(on.graph, root, readPrompts(root), { dryRun: false, onEdit: 'NEW_VERSION' });
  expect(read(root)).toBe(before);
  await sync(root, { onEdit: 'NEW_VERSION' });
  expect(read(root)).toContain('- version: 2');
  expect(Object.keys((await standing('interrupted')).versions)).toEqual(['1', '2']);
  expect(await results(root)).toEqual(['UNCHANGED']);
});

test('what both sides changed is a conflict: shown with its line, nothing written, until it is said which counts', async () => {
  const root = project(files('both'));
  await sync(root);
  await create('both', 'Cook.', { number: 1, description: 'Theirs' });
  replace(root, list, '- version: 1', '- version: 1\n        description: Mine');
  replace(root, list, 'Cooks. # well', 'Bakes. # well');
  const { outcomes, converged } = await sync(root);
  const message = expect.stringMatching(/is "Mine" here and "Theirs" in the product.*--prefer file/);
  expect(outcomes).toMatchObject([
    {
      result: 'CONFLICT',
      notes: [{ line: 7, path: 'versions.0.description', message }],
      conflicts: [{ path: 'versions.1.description', base: '', file: 'Mine', database: 'Theirs' }],
    },
  ]);
  expect(converged).toBe(false);
  expect(await standing('both')).toMatchObject({ description: 'Cooks.', versions: { 1: { description: 'Theirs' } } });

  const pulled = await pull(root, 'both');
  expect(pulled).toMatchObject({
    written: [],
    conflicts: [['versions.1.description', expect.stringContaining('--prefer database')]],
  });
  expect(await results(root, { prefer: 'DATABASE' })).toEqual(['UPDATED']);
  expect(await standing('both')).toMatchObject({ description: 'Bakes.', versions: { 1: { description: 'Theirs' } } });
  expect(await results(root, { prefer: 'FILE' })).toEqual(['UNCHANGED']);
  expect((await pull(root, 'both')).written).toEqual(['versions.1.description']);
  expect(read(root)).toContain('description: Theirs');
  expect(await results(root)).toEqual(['UNCHANGED']);
});

test('a number that the API has taken meanwhile: both versions are kept, whoever wins', async () => {
  const root = project(files('taken'));
  await sync(root);
  await create('taken', 'Theirs.');
  write(root, 'prompts/mine.txt', 'Mine.');
  const mine = '      - { version: 2, file: prompts/mine.txt, model_provider: scripted, model_name: scripted }\n';
  replace(root, list, '    labels:\n', `${mine}    labels:\n      staging: 2\n`);
  expect((await sync(root)).outcomes).toMatchObject([
    { result: 'CONFLICT', conflicts: [{ path: 'versions.2', base: null }] },
  ]);
  expect((await sync(root, { prefer: 'FILE' })).renumbered).toEqual([
    { prompt: 'taken', from: 2, to: 3, labels: ['staging'] },
  ]);
  expect(await standing('taken')).toMatchObject({
    templates: { 1: 'Cook.', 2: 'Theirs.', 3: 'Mine.' },
    labels: { staging: 3 },
  });
  expect(read(root)).toContain('{ version: 3, file: prompts/mine.txt');
  expect(read(root)).toContain('staging: 3');
  const { databaseOnly, converged } = await sync(root);
  expect(databaseOnly).toContain('taken@2');
  expect(converged).toBe(false);
  expect((await pull(root, 'taken')).written).toEqual(['versions.2']);
  expect(read(root, 'prompts/taken_v2.txt')).toBe('Theirs.\n');
  expect(await results(root)).toEqual(['UNCHANGED']);
});

test('a dry run is how drift is asked for, and changes nothing', async () => {
  const root = project(files('drifting'));
  await sync(root);
  await create('drifting', 'Cook more.');
  await label('drifting', 2, 'production');
  const before = await standing('drifting');
  const { outcomes, databaseOnly, converged } = await sync(root, { dryRun: true });
  expect(outcomes).toMatchObject([
    { result: 'UNCHANGED', notes: [{ message: expect.stringMatching(/production .* moved to version 2/) }] },
  ]);
  expect(outcomes[0]!.drift).toHaveLength(2);
  expect(outcomes[0]!.drift).toContainEqual({ path: 'labels.production.version', before: 1, after: 2 });
  expect(outcomes[0]!.drift).toContainEqual(expect.objectContaining({ path: 'versions.2', before: null }));
  expect(databaseOnly).toContain('drifting@2');
  expect(converged).toBe(false);
  expect(await standing('drifting')).toEqual(before);
});

test('what was made and changed through the API is pulled into the files, whose comments stay, and then there is nothing to sync', async () => {
  const root = project(files('pulled'));
  await sync(root);
  await create('pulled', 'Cook {{ what }}.', {
    description: 'The second',
    variables: [{ name: 'what', default: null, schema: { type: ['string', 'null'] } }],
    params: { temperature: 0.7 },
    responseSchema: { type: 'object', properties: { yes: { type: 'boolean' } } },
    replies: [{ when: ['hi'], reply: 'yes: no' }],
  });
  await create('pulled', 'Ends in a line\r\nof Windows ');
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
  await label('pulled', 2, 'production');
  await label('pulled', 3, 'staging');
  await create('pulled', 'Cook.', { number: 1, description: 'The first' });
  const before = read(root);
  const dry = await pull(root, 'pulled', { dryRun: true });
  expect(read(root)).toBe(before);
  expect(readdirSync(path.join(root, 'prompts'))).toEqual(['pulled.txt']);

  const pulled = await pull(root, 'pulled');
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
  const stands = await standing('pulled');
  const synced = await sync(root);
  expect(synced.outcomes).toMatchObject([{ result: 'UNCHANGED', notes: [] }]);
  expect(synced.databaseOnly.filter((id) => id.startsWith('pulled@'))).toEqual([]);
  expect(await standing('pulled')).toEqual(stands);
  expect((await pull(root, 'pulled')).written).toEqual([]);
});

test('files, product, an empty folder, and back: nothing is left to do', async () => {
  const root = project({ ...files('there'), 'prompts/there.replies.yml': '- { when: [], reply: Hm }\n' });
  replace(root, list, 'model_name: scripted\n', 'model_name: scripted\n        replies: prompts/there.replies.yml\n');
  await sync(root);
  const empty = project({});
  await pull(empty, 'there');
  expect(read(empty, 'prompts/there.txt')).toBe('Cook.\n');
  expect((await sync(empty)).outcomes).toMatchObject([{ result: 'UNCHANGED', notes: [] }]);
  expect(await results(root)).toEqual(['UNCHANGED']);
});

test('a label or a status that changed in the product is pulled; one that changed in the file is left', async () => {
  const root = project(files('moved'));
  await sync(root);
  await create('moved', 'Second.');
  await label('moved', 2, 'production');
  await setStatus('moved', 1, 'ARCHIVED');
  replace(root, list, 'Cooks.', 'Bakes.');
  const { written, conflicts } = await pull(root, 'moved');
  expect(written.sort()).toEqual(['labels.production.version', 'versions.1.status', 'versions.2']);
  expect(conflicts).toEqual([]);
  expect(read(root)).toContain('description: Bakes. # well');
  expect(await results(root)).toEqual(['UPDATED']);
  expect(await results(root)).toEqual(['UNCHANGED']);
});

describe('in a Git repository', () => {
  const git = (root: string, ...words: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', '-C', root, ...words], { stdio: 'pipe' })
      .toString()
      .trim();
  const commit = (root: string) => {
    git(root, 'add', '.');
    git(root, 'commit', '-qm', 'more');
    return git(root, 'rev-parse', 'HEAD');
  };
  const repository = (name: string) => {
    const root = project(files(name));
    git(root, 'init', '-q');
    return root;
  };

  test('the commit of files that are as it has them is recorded, and stays the first one', async () => {
    const root = repository('committed');
    const first = commit(root);
    const synced = await sync(root);
    expect(synced).toMatchObject({ commit: first, noCommit: null });
    const source = async () => (await standing('committed')).versions[1].source;
    expect(await source()).toEqual({ file: 'prompts/committed.txt', commit: first });
    appendFileSync(path.join(root, list), '# more\n');
    const second = commit(root);
    expect(await sync(root)).toMatchObject({ commit: second, outcomes: [{ result: 'UNCHANGED' }] });
    expect(await source()).toMatchObject({ commit: first });
  });

  test('without a commit it is said why, and it is recorded once there is one', async () => {
    const root = repository('dirty');
    expect(await sync(root)).toMatchObject({ commit: null, noCommit: 'the repository has no commit yet' });
    write(root, 'other.txt', 'x');
    git(root, 'add', 'other.txt');
    git(root, 'commit', '-qm', 'other');
    const { noCommit } = await sync(root, { dryRun: true });
    expect(noCommit).toBe('not committed as they are: config/prompts.yml, prompts/dirty.txt');
    const hash = commit(root);
    expect(await results(root)).toEqual(['UPDATED']);
    expect((await standing('dirty')).versions[1].source).toMatchObject({ commit: hash });
    expect(await results(root)).toEqual(['UNCHANGED']);
  });

  test('what is not committed is never overwritten unless told', async () => {
    const root = repository('uncommitted');
    commit(root);
    await sync(root);
    replace(root, list, 'production: 1', 'production: 1\n      canary: 1');
    await sync(root);
    await create('uncommitted', 'Second.');
    await label('uncommitted', 2, 'canary');
    await label('uncommitted', 2, 'production');
    const pulled = await pull(root, 'uncommitted');
    expect(pulled.written.sort()).toEqual(['labels.production.version', 'versions.2']);
    expect(pulled.conflicts).toEqual([['labels.canary.version', expect.stringContaining('not committed')]]);
    expect(read(root)).toContain('canary: 1');
    expect((await pull(root, 'uncommitted', { isPreferred: true })).written).toEqual(['labels.canary.version']);
    expect(read(root)).toContain('canary: 2');
  });
});

test('a template file that was edited is not overwritten by what it was', async () => {
  const root = project(files('kept'));
  await sync(root);
  write(root, 'prompts/kept.txt', 'Mine.');
  const pulled = await pull(root, 'kept');
  expect(pulled.conflicts).toEqual([['versions.1', expect.stringContaining('--on-edit new-version')]]);
  await sync(root, { onEdit: 'NEW_VERSION' });
  await pull(root, 'kept');
  expect(read(root, 'prompts/kept.txt')).toBe('Mine.');
  expect(read(root, 'prompts/kept_v1.txt')).toBe('Cook.\n');
  expect(await results(root)).toEqual(['UPDATED']); // it has another file now
  expect((await standing('kept')).versions[1].source.file).toBe('prompts/kept_v1.txt');
  expect(await results(root)).toEqual(['UNCHANGED']);
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
  await pull(root, 'astray');
  expect(readdirSync(root).sort()).toEqual(['config', 'prompts']);
  expect(readdirSync(path.join(root, 'prompts')).sort()).toEqual(versions.map(({ number }) => `astray_v${number}.txt`));
  expect(existsSync('/tmp/trialogue-out.txt')).toBe(false);
});

test('two at once are one after the other, and both end right', async () => {
  const roots = [project(files('race')), project(files('race'))];
  await sync(roots[0]!);
  for (const root of roots) write(root, 'prompts/race.txt', 'Raced.');
  await Promise.all(roots.map((root) => sync(root, { onEdit: 'NEW_VERSION' })));
  expect((await standing('race')).templates).toEqual({ 1: 'Cook.', 2: 'Raced.' });
  for (const root of roots) {
    expect(read(root)).toContain('- version: 2');
    expect(await results(root)).toEqual(['UNCHANGED']);
  }
});
