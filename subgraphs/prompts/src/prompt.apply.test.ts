import type { PromptBody } from '@trialogue/variant-config';
import { apply, archive, content, create, label, merge } from './testing/documents';
import { type StartedPrompts, startPrompts } from './testing/started-prompts';

let on: StartedPrompts;
beforeAll(async () => {
  on = await startPrompts();
});
afterAll(() => on.close());

const version = (number: number, template: string, more: object = {}) => ({ number, ...content(template), ...more });
const applied = (...prompts: object[]) => on.done(apply, { prompts });
const merged = (entry: object, how: object = {}) => on.done(merge, { prompts: [entry], ...how }).then(([one]) => one);
const outcomes = async (...prompts: object[]) => (await applied(...prompts)).map(({ outcome }: any) => outcome);
const heads = async () => (await on.sql('select kind, key, hash from exp.heads order by kind, key')).rows;

const meal = {
  name: 'meal',
  description: 'Plans meals',
  versions: [
    version(1, 'Plan.', { source: { file: 'prompts/meal_v1.txt' }, replies: [{ when: ['hi'], reply: 'Hello' }] }),
    version(2, 'Plan for {{ people }}.', {
      variables: [{ name: 'people', required: true }],
      params: { temperature: 0.7 },
    }),
  ],
  labels: [{ label: 'production', version: 2 }],
};
const support = { name: 'support', versions: [version(1, 'Help.')] };

test('a list is created, and applying it again changes nothing', async () => {
  expect(await applied(meal, support)).toEqual([
    { subject: 'meal', outcome: 'CREATED', note: null, problems: [] },
    { subject: 'support', outcome: 'CREATED', note: null, problems: [] },
  ]);
  const before = await heads();
  expect(await outcomes(meal, support)).toEqual(['UNCHANGED', 'UNCHANGED']);
  expect(await heads()).toEqual(before);
  expect(on.store.releases.head<PromptBody>('prompt', 'meal')!.body).toMatchObject({
    description: 'Plans meals',
    labels: { production: 2 },
  });
  expect(await on.done('{ prompt(name: "meal") { version(number: 1) { source { file } } } }')).toEqual({
    version: { source: { file: 'prompts/meal_v1.txt' } },
  });
});

test.each<[string, (entry: any) => void]>([
  ['its description', (entry) => (entry.description = 'Plans better')],
  ['a label', (entry) => (entry.labels[0].version = 1)],
  ['another label', (entry) => entry.labels.push({ label: 'staging', version: 1 })],
  ['a version’s description', (entry) => (entry.versions[0].description = 'The first')],
  ['a version’s status', (entry) => (entry.versions[0].status = 'DRAFT')],
  ['a version’s replies', (entry) => (entry.versions[0].replies[0].reply = 'Good day')],
  ['a version’s file', (entry) => (entry.versions[0].source.file = 'prompts/moved.txt')],
  ['a new version', (entry) => entry.versions.push(version(3, 'Plan anew.'))],
])('what changes in the file changes here: %s', async (_, change) => {
  const entry = { ...JSON.parse(JSON.stringify(meal)), name: `meal-${Math.abs(hash(_))}` };
  await applied(entry);
  change(entry);
  expect(await outcomes(entry)).toEqual(['UPDATED']);
  expect(await outcomes(entry)).toEqual(['UNCHANGED']);
});

const standing = async (name: string) => {
  const { labels, versions } = await on.done(
    'query ($name: ID!) { prompt(name: $name) { labels { label version { number } } versions { edges { node { number status } } } } }',
    { name },
  );
  return {
    labels: Object.fromEntries(labels.map((one: any) => [one.label, one.version.number])),
    statuses: Object.fromEntries(versions.edges.map(({ node }: any) => [node.number, node.status])),
  };
};

test('a label that an operator moved stays, with a note, until the file says something else', async () => {
  const entry = (version: number) => ({ ...meal, name: 'rolled-back', labels: [{ label: 'production', version }] });
  await applied(entry(2));
  await on.done(label, { name: 'rolled-back', version: 1, label: 'production' });
  const before = await heads();
  for (let time = 0; time < 2; time++)
    expect(await applied(entry(2))).toMatchObject([
      { outcome: 'UNCHANGED', note: expect.stringMatching(/production.* version 1.*file says 2.*labelPromptVersion/) },
    ]);
  expect(await heads()).toEqual(before);
  expect((await standing('rolled-back')).labels).toEqual({ production: 1 });

  await on.done(label, { name: 'rolled-back', version: 2, label: 'production' });
  expect(await applied(entry(2))).toMatchObject([{ outcome: 'UNCHANGED', note: null }]);
  expect(await applied(entry(1))).toMatchObject([{ outcome: 'UPDATED', note: null }]);
  expect(await applied(entry(1))).toMatchObject([{ outcome: 'UNCHANGED', note: null }]);
  expect((await standing('rolled-back')).labels).toEqual({ production: 1 });
});

test('a label that an operator set and the file sets elsewhere is a conflict, and once decided as any other', async () => {
  const entry = { ...meal, name: 'adopted', labels: [] as object[] };
  await applied(entry);
  await on.done(label, { name: 'adopted', version: 1, label: 'canary' });
  entry.labels = [{ label: 'canary', version: 2 }];
  const conflicts = [{ subject: 'adopted', path: 'labels.canary.version', base: null, file: 2, database: 1 }];
  const before = await heads();
  expect(await merged(entry)).toMatchObject({ outcome: 'CONFLICT', changes: [], conflicts });
  expect(await heads()).toEqual(before);
  expect(await merged(entry, { prefer: 'FILE' })).toMatchObject({ outcome: 'UPDATED', conflicts });
  await on.done(label, { name: 'adopted', version: 1, label: 'canary' });
  expect(await outcomes(entry)).toEqual(['UNCHANGED']);
  expect((await standing('adopted')).labels).toEqual({ canary: 1 });
});

test('a version that an operator archived stays so, with a note, until it is said that the file counts', async () => {
  const entry = (status: string, more: object = {}) => ({
    name: 'retired',
    versions: [version(1, 'Help.', { status, ...more })],
  });
  await applied(entry('ACTIVE'));
  await on.done(archive, { name: 'retired', version: 1 });
  const before = await heads();
  for (let time = 0; time < 2; time++)
    expect(await applied(entry('ACTIVE'))).toMatchObject([
      {
        outcome: 'UNCHANGED',
        note: expect.stringMatching(/retired@1 .*ARCHIVED.*file says ACTIVE.*createPromptVersion/),
      },
    ]);
  expect(await heads()).toEqual(before);

  expect(await outcomes(entry('ACTIVE', { description: 'Helps' }))).toEqual(['UPDATED']);
  expect((await standing('retired')).statuses).toEqual({ 1: 'ARCHIVED' });
  const conflicts = [{ path: 'versions.1.status', base: 'ACTIVE', file: 'DRAFT', database: 'ARCHIVED' }];
  expect(await merged(entry('DRAFT', { description: 'Helps' }))).toMatchObject({ outcome: 'CONFLICT', conflicts });
  expect(await merged(entry('DRAFT', { description: 'Helps' }), { prefer: 'DATABASE' })).toMatchObject({
    outcome: 'UNCHANGED',
    conflicts,
  });
  expect((await standing('retired')).statuses).toEqual({ 1: 'ARCHIVED' });
  expect(await merged(entry('DRAFT', { description: 'Helps' }))).toMatchObject({ outcome: 'UNCHANGED', conflicts: [] });
  expect(await merged(entry('ACTIVE', { description: 'Helps' }), { prefer: 'FILE' })).toMatchObject({
    outcome: 'UPDATED',
  });
  expect((await standing('retired')).statuses).toEqual({ 1: 'ACTIVE' });
});

test('what the file does not name stays', async () => {
  await applied({ ...support, name: 'kept' });
  await on.done(create, { input: { name: 'kept', ...content('By hand') } });
  await on.done(label, { name: 'kept', version: 2, label: 'canary' });
  expect(await outcomes({ ...support, name: 'kept' })).toEqual(['UNCHANGED']);
  expect(on.store.releases.head<PromptBody>('prompt', 'kept')!.body).toMatchObject({ labels: { canary: 2 } });
});

test('broken entries are refused with their places, nothing of them stays, and the rest is committed', async () => {
  await applied({ name: 'published', versions: [version(1, 'One')] });
  const list = [
    { name: 'before', versions: [version(1, 'Fine')] },
    { name: 'published', description: 'New', versions: [version(2, 'Two'), version(1, 'Another one')] },
    { name: 'torn', versions: [version(1, 'Fine'), version(2, 'Not\n{{ fine')] },
    { name: 'astray', versions: [version(1, 'Fine')], labels: [{ label: 'production', version: 7 }] },
    { name: 'no name', versions: [] },
    { name: 'twice', versions: [version(1, 'Fine'), version(1, 'Fine')] },
    { name: 'after', versions: [version(1, 'Hello {{ you }}')] },
  ];
  const result = await applied(...list);
  expect(
    result.map(({ subject, outcome, problems }: any) => [subject, outcome, ...problems.map(({ path }: any) => path)]),
  ).toEqual([
    ['before', 'CREATED'],
    ['published', 'REFUSED', 'versions.1'],
    ['torn', 'REFUSED', 'versions.1.template'],
    ['astray', 'REFUSED', 'labels.0.version'],
    ['no name', 'REFUSED', 'name', 'versions'],
    ['twice', 'REFUSED', 'versions.1.number'],
    ['after', 'CREATED', 'versions.0.template'],
  ]);
  expect(result[1].problems[0].message).toMatch(/Version 1 of prompt published .* cannot change. Publish the change/);
  expect(result[2].problems[0].message).toMatch(/line 2/);
  const { rows } = await on.sql(
    'select name, (select count(*)::int from exp.prompt_versions where prompt = name) as versions from exp.prompts where name = any($1) order by name',
    [list.map(({ name }) => name)],
  );
  expect(rows).toEqual([
    { name: 'after', versions: 1 },
    { name: 'before', versions: 1 },
    { name: 'published', versions: 1 },
  ]);
  expect(on.store.releases.head<PromptBody>('prompt', 'published')!.body.description).toBe('');
});

test('a pinned version is not archived by a file either', async () => {
  await applied({ ...support, name: 'pinned' });
  const hash = on.store.releases.head('prompt_version', 'pinned@1')!.hash;
  const body = { key: 'pinner', status: 'RUNNING', variants: [{ key: 'a', pins: { 'pinned@1': hash } }] };
  await on.store.transaction((sql) =>
    on.store.releases.publish(sql, { kind: 'experiment', key: 'pinner', schema: 1, body, refs: [hash] }),
  );
  await on.store.releases.refresh();
  const [refused] = await applied({ name: 'pinned', versions: [version(1, 'Help.', { status: 'ARCHIVED' })] });
  expect(refused).toMatchObject({ outcome: 'REFUSED', problems: [{ path: 'versions.0' }] });
  expect((await on.ask(archive, { name: 'pinned', version: 1 })).errors[0]?.code).toBe('PROMPT_VERSION_PINNED');
});

test('a failure that is nobody’s entry leaves the older state, whole', async () => {
  await on.sql(`create function exp.fail() returns trigger language plpgsql as $$ begin raise 'out of order'; end $$`);
  await on.sql(
    `create trigger fail before insert on exp.heads for each row when (new.key = 'third') execute function exp.fail()`,
  );
  const before = await heads();
  const list = ['first', 'second', 'third', 'fourth'].map((name) => ({ ...support, name }));
  expect((await on.ask(apply, { prompts: list })).errors).toMatchObject([{ message: 'out of order' }]);
  expect(await heads()).toEqual(before);
  await on.sql('drop trigger fail on exp.heads');
  expect(await outcomes(...list)).toEqual(['CREATED', 'CREATED', 'CREATED', 'CREATED']);
});

test('lists in opposite orders at once do not wait for each other in a circle', async () => {
  const list = Array.from({ length: 8 }, (_, index) => ({ ...support, name: `circle-${index}` }));
  const rounds = await Promise.all(
    [...Array(6)].map((_, index) => outcomes(...(index % 2 ? list : [...list].reverse()))),
  );
  expect(rounds.flat().filter((outcome) => outcome === 'CREATED')).toHaveLength(8);
  expect(rounds.flat().filter((outcome) => outcome === 'UNCHANGED')).toHaveLength(40);
});

test('a list is bounded', async () => {
  const list = Array.from({ length: 201 }, (_, index) => ({ ...support, name: `many-${index}` }));
  expect((await on.ask(apply, { prompts: list })).errors).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
});

const hash = (text: string) => [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) | 0, 7);
