import { apply, content, fileEntry, label, plan } from './testing/documents';
import { type StartedPrompts, startPrompts } from './testing/started-prompts';

let on: StartedPrompts;
beforeAll(async () => {
  on = await startPrompts();
});
afterAll(() => on.close());

const version = (number: number, template: string, more: object = {}) => ({ number, ...content(template), ...more });
const prompt = (name: string, more: object = {}) => ({
  name,
  description: 'Plans',
  versions: [version(1, 'Plan.'), version(2, 'Plan well.')],
  labels: [{ label: 'live', version: 1 }],
  ...more,
});
const planned = async (...prompts: object[]) => on.done(plan, { prompts });
const everything = async () => {
  const tables = [
    'heads',
    'releases',
    'head_counter',
    'prompts',
    'prompt_versions',
    'prompt_labels',
    'applied_entries',
  ];
  return Promise.all(
    tables.map(
      async (table) =>
        (await on.sql(`select * from exp.${table} order by 1, 2`.replace('head_counter order by 1, 2', 'head_counter')))
          .rows,
    ),
  );
};
const drift = async (name: string) => (await on.done(fileEntry, { name })).fileEntry.drift;

test('a dry run says what would come, and leaves nothing behind', async () => {
  const before = await everything();
  const [fresh] = await planned(prompt('fresh'));
  expect(fresh).toMatchObject({ subject: 'fresh', outcome: 'CREATED', problems: [], drift: [] });
  expect(fresh.changes.map(({ path, before }: any) => [path, before])).toEqual([
    ['description', null],
    ['versions.1', null],
    ['versions.2', null],
    ['labels.live', null],
  ]);
  expect(fresh.releases.map(({ kind, key }: any) => `${kind} ${key}`)).toEqual([
    'prompt_version fresh@1',
    'prompt_version fresh@2',
    'prompt fresh',
  ]);
  expect(fresh.releases[2].body).toMatchObject({ labels: { live: 1 } });
  expect(await everything()).toEqual(before);
  expect(await on.done('{ prompt(name: "fresh") { name } }')).toBeNull();
});

test('a dry run and what follows it agree, field by field', async () => {
  await on.done(apply, { prompts: [prompt('agreed')] });
  const next = prompt('agreed', {
    description: 'Plans better',
    versions: [version(1, 'Plan.'), version(2, 'Plan well.', { description: 'Shorter' }), version(3, 'Plan anew.')],
    labels: [{ label: 'live', version: 3 }],
  });
  const [said] = await planned(next);
  expect(said).toMatchObject({ outcome: 'UPDATED' });
  expect(said.changes).toEqual([
    { path: 'description', before: 'Plans', after: 'Plans better' },
    { path: 'versions.2.description', before: '', after: 'Shorter' },
    { path: 'versions.3', before: null, after: expect.objectContaining({ template: 'Plan anew.' }) },
    { path: 'labels.live.version', before: 1, after: 3 },
  ]);
  const [did] = await on.done(plan, { prompts: [next], dryRun: false });
  expect(did).toEqual({ ...said, releases: [] });
  expect(await planned(next)).toMatchObject([{ outcome: 'UNCHANGED', changes: [], drift: [], releases: [] }]);
});

test('a refusal is foreseen, and keeps no other entry from being planned', async () => {
  await on.done(apply, { prompts: [prompt('kept')] });
  const [refused, other] = await planned(
    prompt('kept', { versions: [version(1, 'Plan otherwise.')] }),
    prompt('beside'),
  );
  expect(refused).toMatchObject({ outcome: 'REFUSED', changes: [], problems: [{ path: 'versions.0' }] });
  expect(other).toMatchObject({ outcome: 'CREATED' });
});

test('an entry that is there twice is applied once', async () => {
  const twice = [prompt('twice'), prompt('twice', { description: 'Again' })];
  expect(await on.done(apply, { prompts: twice })).toMatchObject([
    { outcome: 'CREATED' },
    { outcome: 'REFUSED', problems: [{ path: '', message: 'is there twice: twice; the first one counts' }] },
  ]);
  expect((await on.done(apply, { prompts: twice }))[0]).toMatchObject({ outcome: 'UNCHANGED' });
});

test('what somebody changes after a file is told, until the file changes too', async () => {
  await on.done(apply, { prompts: [prompt('drifted')] });
  expect(await drift('drifted')).toEqual([]);
  await on.done(label, { name: 'drifted', version: 2, label: 'live' });
  const moved = [{ path: 'labels.live.version', before: 1, after: 2 }];
  expect(await drift('drifted')).toEqual(moved);
  expect(await planned(prompt('drifted'))).toMatchObject([{ outcome: 'UNCHANGED', drift: moved }]);

  const entry = async () => (await on.done(fileEntry, { name: 'drifted' })).fileEntry;
  const before = await entry();
  await on.done(apply, { prompts: [prompt('drifted')] });
  expect(await entry()).toEqual(before);
  await on.done(apply, { prompts: [prompt('drifted', { labels: [{ label: 'live', version: 2 }] })] });
  expect(await entry()).toMatchObject({ drift: [] });
  expect((await entry()).hash).not.toBe(before.hash);
});

test('what no file brought has no entry', async () => {
  await on.done('mutation ($input: CreatePromptVersionInput!) { createPromptVersion(input: $input) { id } }', {
    input: { name: 'by_hand', ...content('Plan.') },
  });
  expect(await on.done(fileEntry, { name: 'by_hand' })).toEqual({ fileEntry: null });
});
