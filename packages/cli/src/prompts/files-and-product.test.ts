import { project } from '../apply/testing/project';
import { readSynced, syncThroughGraph } from '../sync/sync-graph';
import { openTestProduct, type TestProduct } from '../testing/test-product';
import { syncedPrompts } from './synced-prompts';
import { files, list, promptsOf, read, replace, write } from './testing/files-and-product';

let on: TestProduct;
let prompts: ReturnType<typeof promptsOf>;
beforeAll(async () => {
  on = await openTestProduct();
  prompts = promptsOf(on.graph);
}, 120_000);
afterAll(() => on.close());

test('an edited file of a published version is refused, or becomes the next version, and the file says so', async () => {
  const root = project(files('edited'));
  expect(await prompts.results(root)).toEqual(['CREATED']);
  write(root, 'prompts/edited.txt', 'Cook well.\n');
  const { outcomes } = await prompts.sync(root);
  expect(outcomes).toMatchObject([{ result: 'REFUSED', line: 3 }]);
  expect(outcomes[0]!.notes[0]!.message).toMatch(/Version 1 of prompt edited is published .*--on-edit new-version/);
  expect((await prompts.standing('edited')).templates).toEqual({ 1: 'Cook.' });

  const tried = await prompts.sync(root, { dryRun: true, onEdit: 'NEW_VERSION' });
  expect(tried).toMatchObject({ renumbered: [{ name: 'edited', from: 1, to: 2, labels: [] }] });
  const before = read(root);
  const synced = await prompts.sync(root, { onEdit: 'NEW_VERSION' });
  expect(synced.outcomes).toMatchObject([{ result: 'UPDATED' }]);
  expect(read(root)).toBe(before.replace('- version: 1', '- version: 2'));
  expect(await prompts.standing('edited')).toMatchObject({
    templates: { 1: 'Cook.', 2: 'Cook well.' },
    labels: { production: 1 },
  });
  expect(await prompts.results(root, { onEdit: 'NEW_VERSION' })).toEqual(['UNCHANGED']);
});

test('what dies before the number is in the file is completed the next time, with no third version', async () => {
  const root = project(files('interrupted'));
  await prompts.sync(root);
  write(root, 'prompts/interrupted.txt', 'Cook well.\n');
  const before = read(root);
  await syncThroughGraph(syncedPrompts, on.graph, root, readSynced(syncedPrompts, root), {
    dryRun: false,
    onEdit: 'NEW_VERSION',
  });
  expect(read(root)).toBe(before);
  expect(await prompts.sync(root, { dryRun: true })).toMatchObject({
    converged: false,
    renumbered: [{ name: 'interrupted', from: 1, to: 2 }],
  });
  expect(await prompts.results(root)).toEqual(['UNCHANGED']);
  expect(read(root)).toContain('- version: 2');
  expect(Object.keys((await prompts.standing('interrupted')).versions)).toEqual(['1', '2']);
  expect(await prompts.results(root)).toEqual(['UNCHANGED']);
});

test('what both sides changed is a conflict: shown with its line, nothing written, until it is said which counts', async () => {
  const root = project(files('both'));
  await prompts.sync(root);
  await prompts.create('both', 'Cook.', { number: 1, description: 'Theirs' });
  replace(root, list, '- version: 1', '- version: 1\n        description: Mine');
  replace(root, list, 'Cooks. # well', 'Bakes. # well');
  const { outcomes, converged } = await prompts.sync(root);
  const message = expect.stringMatching(/is "Mine" here and "Theirs" in the product.*--prefer file/);
  expect(outcomes).toMatchObject([
    {
      result: 'CONFLICT',
      notes: [{ line: 7, path: 'versions.0.description', message }],
      conflicts: [{ path: 'versions.1.description', base: '', file: 'Mine', database: 'Theirs' }],
    },
  ]);
  expect(converged).toBe(false);
  expect(await prompts.standing('both')).toMatchObject({
    description: 'Cooks.',
    versions: { 1: { description: 'Theirs' } },
  });

  const pulled = await prompts.pull(root, 'both');
  expect(pulled).toMatchObject({
    written: [],
    conflicts: [['versions.1.description', expect.stringContaining('--prefer database')]],
  });
  expect(await prompts.results(root, { prefer: 'DATABASE' })).toEqual(['UPDATED']);
  expect(await prompts.standing('both')).toMatchObject({
    description: 'Bakes.',
    versions: { 1: { description: 'Theirs' } },
  });
  expect(await prompts.results(root, { prefer: 'FILE' })).toEqual(['UNCHANGED']);
  expect((await prompts.pull(root, 'both')).written).toEqual(['versions.1.description']);
  expect(read(root)).toContain('description: Theirs');
  expect(await prompts.results(root)).toEqual(['UNCHANGED']);
});

test('a number that the API has taken meanwhile: both versions are kept, whoever wins', async () => {
  const root = project(files('taken'));
  await prompts.sync(root);
  await prompts.create('taken', 'Theirs.');
  write(root, 'prompts/mine.txt', 'Mine.');
  const mine = '      - { version: 2, file: prompts/mine.txt, model_provider: scripted, model_name: scripted }\n';
  replace(root, list, '    labels:\n', `${mine}    labels:\n      staging: 2\n`);
  expect((await prompts.sync(root)).outcomes).toMatchObject([
    { result: 'CONFLICT', conflicts: [{ path: 'versions.2', base: null }] },
  ]);
  expect((await prompts.sync(root, { prefer: 'FILE' })).renumbered).toEqual([
    { name: 'taken', from: 2, to: 3, labels: ['staging'] },
  ]);
  expect(await prompts.standing('taken')).toMatchObject({
    templates: { 1: 'Cook.', 2: 'Theirs.', 3: 'Mine.' },
    labels: { staging: 3 },
  });
  expect(read(root)).toContain('{ version: 3, file: prompts/mine.txt');
  expect(read(root)).toContain('staging: 3');
  const { databaseOnly, converged } = await prompts.sync(root);
  expect(databaseOnly).toContain('taken@2');
  expect(converged).toBe(false);
  expect((await prompts.pull(root, 'taken')).written).toEqual(['versions.2']);
  expect(read(root, 'prompts/taken_v2.txt')).toBe('Theirs.\n');
  expect(await prompts.results(root)).toEqual(['UNCHANGED']);
});

test('a dry run is how drift is asked for, and changes nothing', async () => {
  const root = project(files('drifting'));
  await prompts.sync(root);
  await prompts.create('drifting', 'Cook more.');
  await prompts.label('drifting', 2, 'production');
  const before = await prompts.standing('drifting');
  const { outcomes, databaseOnly, converged } = await prompts.sync(root, { dryRun: true });
  expect(outcomes).toMatchObject([
    { result: 'UNCHANGED', notes: [{ message: expect.stringMatching(/production .* moved to version 2/) }] },
  ]);
  expect(outcomes[0]!.drift).toHaveLength(2);
  expect(outcomes[0]!.drift).toContainEqual({ path: 'labels.production.version', before: 1, after: 2 });
  expect(outcomes[0]!.drift).toContainEqual(expect.objectContaining({ path: 'versions.2', before: null }));
  expect(databaseOnly).toContain('drifting@2');
  expect(converged).toBe(false);
  expect(await prompts.standing('drifting')).toEqual(before);
});

test('two at once are one after the other, and both end right', async () => {
  const roots = [project(files('race')), project(files('race'))];
  await prompts.sync(roots[0]!);
  for (const root of roots) write(root, 'prompts/race.txt', 'Raced.');
  await Promise.all(roots.map((root) => prompts.sync(root, { onEdit: 'NEW_VERSION' })));
  expect((await prompts.standing('race')).templates).toEqual({ 1: 'Cook.', 2: 'Raced.' });
  for (const root of roots) {
    expect(read(root)).toContain('- version: 2');
    expect(await prompts.results(root)).toEqual(['UNCHANGED']);
  }
});
