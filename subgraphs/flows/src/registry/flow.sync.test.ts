import { createTestDatabase } from '@trialogue/store/testing';
import type { FlowVersionBody } from '@trialogue/variant-config';
import { answerOf } from '../testing/answer-of';
import { publishExperiment, publishPrompt } from '../testing/content';
import { talk } from '../testing/flows';
import { openProcess, type Process } from '../testing/process';

let on: Process;
let drop: () => Promise<void>;
beforeAll(async () => {
  const database = await createTestDatabase();
  drop = database.drop;
  on = await openProcess(database.url);
  await publishPrompt(on.store, 'chef', [{}]);
});
afterAll(async () => {
  await on.close();
  await drop();
});

const syncing = `mutation ($flows: [ApplyFlowInput!], $dryRun: Boolean! = false, $onEdit: OnEdit! = ERROR, $prefer: Side) {
  syncFlows(flows: $flows, dryRun: $dryRun, onEdit: $onEdit, prefer: $prefer) {
    commit noCommit dryRun converged databaseOnly { id } renumbered { flow from to }
    conflicts { subject path base file database }
    entries { subject outcome note problems { path message } changes { path } drift { path before after } } } }`;
const creating = `mutation ($input: CreateFlowVersionInput!) { createFlowVersion(input: $input) {
  id status checksum source { file commit by } } }`;
const setting = `mutation ($flow: ID!, $version: Int!, $status: FlowStatus!) {
  setFlowVersionStatus(flow: $flow, version: $version, status: $status) { id status } }`;

const commit = 'c'.repeat(40);
const said = (outcome: string) => ({ ...talk, states: { ...talk.states, done: { final: outcome } } });
const version = (number: number, definition: object = said('one'), more: object = {}) => ({
  ...{ number, definition, source: { file: `flows/v${number}.yml`, commit }, ...more },
});
const flow = (key: string, ...versions: object[]) => ({ key, versions });
/** As of one flow: other tests’ are in the database, too. */
async function sync(flows: object, more: object = {}): Promise<any> {
  const answer = answerOf(await on.ask(syncing, { flows: [flows], ...more }));
  const own = ({ id }: { id: string }) => id.startsWith(`${(flows as { key: string }).key}@`);
  return { ...answer, databaseOnly: answer.databaseOnly.filter(own).map(({ id }: { id: string }) => id) };
}
const create = async (input: object) => answerOf(await on.ask(creating, { input }));
const set = (name: string, number: number, status: string) => on.ask(setting, { flow: name, version: number, status });
const stands = async (key: string) => {
  const { versions, ...found } = answerOf(
    await on.ask(
      `query ($key: ID!) { flow(key: $key) { description versions { edges { node { number description status definition source { file commit by } } } } } }`,
      { key },
    ),
  );
  return { ...found, versions: Object.fromEntries(versions.edges.map(({ node }: any) => [node.number, node])) };
};

test('without a project there are no files to read, and it is said why', async () => {
  expect((await on.ask(syncing)).codes).toEqual(['FLOW_FILES_UNAVAILABLE']);
});

test('a version that is made through the graph has the next number, a maker and no file, and no file names it', async () => {
  const file = flow('made', version(1));
  expect((await sync(file)).entries).toMatchObject([{ outcome: 'CREATED' }]);
  expect(await create({ flow: 'made', definition: said('two') })).toMatchObject({
    ...{ id: 'made@2', status: 'ACTIVE', source: { file: null, commit: null, by: 'local' } },
  });
  expect((await stands('made')).versions[1].source).toEqual({ file: 'flows/v1.yml', commit, by: 'local' });
  expect(await sync(file, { dryRun: true })).toMatchObject({ commit, converged: false, databaseOnly: ['made@2'] });
  expect((await on.ask(creating, { input: { flow: 'made', number: 2, definition: said('three') } })).codes).toEqual([
    'FLOW_VERSION_IMMUTABLE',
  ]);
  expect(await create({ flow: 'made', number: 2, definition: said('two') })).toMatchObject({ id: 'made@2' });
  const { codes, messages } = await on.ask(creating, { input: { flow: 'made', definition: { initial: 'nowhere' } } });
  expect(codes).toEqual(['CONFIG_INVALID']);
  expect(messages[0]).toContain('made');
});

test('an edited file of a published version is refused, or becomes the next version', async () => {
  await sync(flow('edited', version(1)));
  const edited = flow('edited', version(1, said('two')));
  expect((await sync(edited)).entries).toMatchObject([
    {
      outcome: 'REFUSED',
      problems: [
        { path: 'versions.0', message: expect.stringMatching(/Version 1 of flow edited .*--on-edit new-version/) },
      ],
    },
  ]);
  const anew = { onEdit: 'NEW_VERSION' };
  expect(await sync(edited, anew)).toMatchObject({ renumbered: [{ flow: 'edited', from: 1, to: 2 }] });
  // What dies before the number is in the file is completed the next time, with no third version.
  expect(await sync(edited, anew)).toMatchObject({ renumbered: [{ flow: 'edited', from: 1, to: 2 }] });
  expect(Object.keys((await stands('edited')).versions)).toEqual(['1', '2']);
  expect((await sync(flow('edited', { ...version(1, said('two')), number: 2 }))).entries).toMatchObject([
    { outcome: 'UNCHANGED' },
  ]);
});

test('what only the product changed stays and is told; what both changed is a conflict until it is said which counts', async () => {
  const file = flow('both', version(1));
  await sync(file);
  await set('both', 1, 'DRAINING');
  const drifted = await sync(file);
  expect(drifted).toMatchObject({ converged: false, conflicts: [] });
  expect(drifted.entries).toMatchObject([
    {
      outcome: 'UNCHANGED',
      note: expect.stringContaining('The status of both@1 was changed here'),
      drift: [{ path: 'versions.1.status', before: 'ACTIVE', after: 'DRAINING' }],
    },
  ]);
  const archived = flow('both', version(1, said('one'), { status: 'ARCHIVED', description: 'Old' }));
  expect(await sync(archived)).toMatchObject({
    entries: [{ outcome: 'CONFLICT' }],
    conflicts: [{ path: 'versions.1.status', base: 'ACTIVE', file: 'ARCHIVED', database: 'DRAINING' }],
  });
  expect((await stands('both')).versions[1]).toMatchObject({ status: 'DRAINING', description: '' });
  expect((await sync(archived, { prefer: 'DATABASE' })).entries).toMatchObject([{ outcome: 'UPDATED' }]);
  expect((await stands('both')).versions[1]).toMatchObject({ status: 'DRAINING', description: 'Old' });
  const active = flow('both', version(1, said('one'), { description: 'Old' }));
  expect((await sync(active, { prefer: 'FILE' })).entries).toMatchObject([{ outcome: 'UPDATED' }]);
  expect((await stands('both')).versions[1]).toMatchObject({ status: 'ACTIVE' });
});

test('a number that somebody took meanwhile is a conflict, and becomes another where the file is preferred', async () => {
  await sync(flow('taken', version(1)));
  await create({ flow: 'taken', definition: said('theirs') });
  const mine = flow('taken', version(1), version(2, said('mine')));
  expect(await sync(mine)).toMatchObject({ entries: [{ outcome: 'CONFLICT' }], conflicts: [{ path: 'versions.2' }] });
  expect(await sync(mine, { prefer: 'FILE' })).toMatchObject({ renumbered: [{ flow: 'taken', from: 2, to: 3 }] });
});

test('a draft is merged as a whole, whoever changes it', async () => {
  const draft = (outcome: string) => flow('draft', version(1, said(outcome), { status: 'DRAFT' }));
  await sync(draft('one'));
  expect((await sync(draft('two'))).entries).toMatchObject([
    { outcome: 'UPDATED', changes: [{ path: expect.stringContaining('definition') }] },
  ]);
  await create({ flow: 'draft', number: 1, status: 'DRAFT', definition: said('theirs') });
  expect((await sync(draft('two'))).entries).toMatchObject([
    { outcome: 'UNCHANGED', note: expect.stringContaining('The definition of draft@1') },
  ]);
  expect(await sync(draft('mine'))).toMatchObject({ conflicts: [{ path: 'versions.1.definition' }] });
  expect((await sync(draft('mine'), { prefer: 'FILE' })).entries).toMatchObject([{ outcome: 'UPDATED' }]);
  expect((await stands('draft')).versions[1].definition.states.done).toEqual({ final: 'mine' });
});

test('a status moves as it may, and not while an experiment serves the version', async () => {
  await create({ flow: 'moved', definition: said('one'), status: 'DRAFT' });
  expect((await set('moved', 1, 'DRAINING')).codes).toEqual(['FLOW_VERSION_STATUS']);
  for (const status of ['ACTIVE', 'DRAINING', 'ACTIVE', 'ARCHIVED', 'ACTIVE'])
    expect(answerOf(await set('moved', 1, status))).toEqual({ id: 'moved@1', status });
  expect((await set('moved', 1, 'DRAFT')).codes).toEqual(['FLOW_VERSION_STATUS']);
  expect((await set('moved', 2, 'ACTIVE')).codes).toEqual(['FLOW_NOT_FOUND']);
  const { hash } = on.store.releases.head<FlowVersionBody>('flow_version', 'moved@1')!;
  const chef = on.store.releases.head('prompt_version', 'chef@1')!.hash;
  await publishExperiment(on.store, 'moving', 'chef', [chef], {}, { reference: 'moved@1', hash });
  for (const status of ['DRAINING', 'ARCHIVED'])
    expect((await set('moved', 1, status)).codes).toEqual(['FLOW_VERSION_PINNED']);
});

test('writing needs the scope edit', async () => {
  const who = { subject: 'app', scopes: ['read', 'assign', 'converse'] } as never;
  for (const [document, variables] of [
    [syncing, { flows: [] }],
    [creating, { input: { flow: 'sneaked', definition: said('one') } }],
    [setting, { flow: 'made', version: 1, status: 'ARCHIVED' }],
  ] as const)
    expect((await on.ask(document, variables, who)).codes).toEqual(['FORBIDDEN']);
});
