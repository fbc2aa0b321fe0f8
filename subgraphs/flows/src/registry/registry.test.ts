import { type FlowDefinition, flowChecksum } from '@trialogue/flow-engine';
import { createTestDatabase } from '@trialogue/store/testing';
import { statementsOn } from '@trialogue/subgraph/testing';
import type { FlowBody, FlowVersionBody } from '@trialogue/variant-config';
import { answerOf } from '../testing/answer-of';
import { publishExperiment, publishPrompt } from '../testing/content';
import { supper, talk } from '../testing/flows';
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

const apply = `mutation ($flows: [ApplyFlowInput!]!) { applyFlows(flows: $flows) {
  subject outcome note problems { path message } } }`;
const tryOut = `mutation ($flows: [ApplyFlowInput!]!) { applyFlows(flows: $flows, dryRun: true) {
  outcome problems { severity } } }`;
const applied = async (...flows: object[]) => answerOf(await on.ask(apply, { flows }));
const outcomes = async (...flows: object[]) => (await applied(...flows)).map(({ outcome }: any) => outcome);
const version = (number: number, definition: object = supper, more: object = {}) => ({ number, definition, ...more });
const flow = (key: string, versions: object[] = [version(1)], more: object = {}) => ({ key, versions, ...more });
const heads = async () => (await on.store.sql('select kind, key, hash from exp.heads order by kind, key')).rows;
const bodyOf = (id: string) => on.store.releases.head<FlowVersionBody>('flow_version', id)?.body;
const changed = { ...supper, states: { ...supper.states, done: { final: 'fed', say: 'Bon appétit.' } } };

test('a list is created and published, and applying it again changes nothing', async () => {
  const list = [
    flow('supper', [version(1), version(2, talk)], { description: 'Feeds.' }),
    flow('talk', [version(1, talk)]),
  ];
  expect(await applied(...list)).toEqual([
    { subject: 'supper', outcome: 'CREATED', note: null, problems: [] },
    { subject: 'talk', outcome: 'CREATED', note: null, problems: [] },
  ]);
  const before = await heads();
  expect(await outcomes(...list)).toEqual(['UNCHANGED', 'UNCHANGED']);
  expect(await heads()).toEqual(before);
  expect(bodyOf('supper@1')).toEqual({
    name: 'supper',
    number: 1,
    description: '',
    status: 'ACTIVE',
    definition: supper,
    prompts: ['chef@production'],
    states: ['welcome', 'ask', 'plan', 'done', 'sorry'],
    checksum: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  const head = on.store.releases.head<FlowBody>('flow', 'supper')!;
  expect(head.body).toMatchObject({ name: 'supper', description: 'Feeds.' });
  expect(head.refs).toEqual(Object.values(head.body.versions));
});

test('the registry is read by key, by number and page by page', async () => {
  await outcomes(
    flow(
      'paged',
      [1, 2, 3].map((number) => version(number, talk, { status: number === 3 ? 'DRAFT' : 'ACTIVE' })),
    ),
  );
  const page = `query ($after: String) { flow(key: "paged") { key description
    version { id } one: version(number: 1) { id } none: version(number: 9) { id }
    versions(first: 2, after: $after) { edges { node { id number status states slots checksum createdAt flow { key } } } pageInfo { hasNextPage endCursor } } } }`;
  const first = answerOf(await on.ask(page));
  expect(first).toMatchObject({ key: 'paged', version: { id: 'paged@2' }, one: { id: 'paged@1' }, none: null });
  expect(first.versions.edges.map(({ node }: any) => [node.id, node.status])).toEqual([
    ['paged@3', 'DRAFT'],
    ['paged@2', 'ACTIVE'],
  ]);
  expect(first.versions.edges[0].node).toMatchObject({
    states: ['here', 'there', 'done'],
    slots: {},
    flow: { key: 'paged' },
  });
  const { versions } = answerOf(await on.ask(page, { after: first.versions.pageInfo.endCursor }));
  expect(versions.edges.map(({ node }: any) => node.id)).toEqual(['paged@1']);
  expect(answerOf(await on.ask('{ flow(key: "nobody") { key } }'))).toBeNull();
});

test('flows are listed by their keys', async () => {
  await outcomes(...['list-a', 'list-b', 'list-c'].map((key) => flow(key)));
  const list =
    'query ($after: String) { flows(first: 2, after: $after) { edges { cursor node { key } } pageInfo { hasNextPage } } }';
  const { codes } = await on.ask(list, { after: '~' });
  expect(codes).toEqual(['CURSOR_INVALID']);
  const found = answerOf(await on.ask(list, { after: Buffer.from('list').toString('base64url') }));
  expect(found.edges.map(({ node }: any) => node.key)).toEqual(['list-a', 'list-b']);
  expect(found.pageInfo.hasNextPage).toBe(true);
});

test.each<[string, object]>([
  ['a description of the flow', flow('soft-0', [version(1)], { description: 'Better' })],
  ['a description of a version', flow('soft-1', [version(1, supper, { description: 'The first' })])],
  ['a description in the definition', flow('soft-2', [version(1, { ...supper, description: 'Feeds' })])],
  ['a status', flow('soft-3', [version(1, supper, { status: 'ARCHIVED' })])],
  ['a new version', flow('soft-4', [version(1), version(2, changed)])],
])('what may change does: %s', async (_, entry) => {
  await outcomes(flow((entry as any).key));
  expect(await outcomes(entry)).toEqual(['UPDATED']);
  expect(await outcomes(entry)).toEqual(['UNCHANGED']);
});

test('how a version behaves changes only as long as it is a draft, and it is never a draft again', async () => {
  const draft = (definition: object) => flow('grown', [version(1, definition, { status: 'DRAFT' })]);
  await outcomes(draft(supper));
  const before = bodyOf('grown@1')!.checksum;
  expect(await outcomes(draft(changed))).toEqual(['UPDATED']);
  expect(bodyOf('grown@1')!.checksum).not.toBe(before);
  expect(await outcomes(flow('grown', [version(1, changed)]))).toEqual(['UPDATED']);
  const published = await heads();
  for (const entry of [flow('grown', [version(1, supper)]), draft(changed)])
    expect(await applied(entry)).toEqual([
      {
        subject: 'grown',
        outcome: 'REFUSED',
        note: null,
        problems: [
          {
            path: 'versions.0',
            message:
              'Version 1 of flow grown is published and its behaviour cannot change. Publish the change as the next version; of a file, `trialogue flows sync --on-edit new-version` makes it so.',
          },
        ],
      },
    ]);
  expect(await heads()).toEqual(published);
});

test('broken entries are refused with every place, nothing of them stays, and the rest is committed', async () => {
  await outcomes(flow('there'));
  const broken = {
    ...supper,
    initial: 'welcom',
    states: { ...supper.states, ask: { collect: 'serving', ask: 'How many?', next: 'plan' } },
  };
  const result = await applied(
    flow('before'),
    flow('there', [version(2, talk), version(3, broken)], { description: 'New' }),
    flow('no name', []),
    flow('twice', [version(1), version(1)]),
    flow('huge', [version(1, { initial: 'a', states: { a: { final: 'b', say: 'x'.repeat(140_000) } } })]),
    flow('after'),
  );
  expect(result.map(({ subject, outcome }: any) => [subject, outcome])).toEqual([
    ['before', 'CREATED'],
    ['there', 'REFUSED'],
    ['no name', 'REFUSED'],
    ['twice', 'REFUSED'],
    ['huge', 'REFUSED'],
    ['after', 'CREATED'],
  ]);
  expect(result[1].problems.map(({ path }: any) => path)).toEqual([
    'versions.1.definition.initial',
    'versions.1.definition.states.ask.collect',
  ]);
  expect(result[2].problems.map(({ path }: any) => path)).toEqual(['key', 'versions']);
  expect(result[3].problems[0]).toEqual({ path: 'versions.1.number', message: 'is there twice: 1' });
  expect(result[4].problems[0].message).toMatch(/^has \d+ characters; 131072 are allowed$/);
  const { rows } = await on.store.sql(`select flow, number from exp.flow_versions where flow in ('there', 'twice')`);
  expect(rows).toEqual([{ flow: 'there', number: 1 }]);
});

test('a prompt that is not there is named, and the flow is published', async () => {
  const lost = {
    ...talk,
    states: { ...talk.states, there: { prompt: { prompt_version_id: 'cheff@1' }, until: 'true', next: 'done' } },
  };
  expect(await applied(flow('lost', [version(1, lost)]))).toEqual([
    {
      subject: 'lost',
      outcome: 'CREATED',
      note: null,
      problems: [{ path: 'versions.0.definition', message: 'there is no prompt "cheff@1"; did you mean "chef"?' }],
    },
  ]);
});

test('what an experiment serves is not archived', async () => {
  await outcomes(flow('served'));
  const hash = on.store.releases.head('flow_version', 'served@1')!.hash;
  const chef = on.store.releases.head('prompt_version', 'chef@1')!.hash;
  await publishExperiment(on.store, 'serving', 'chef', [chef], {}, { reference: 'served@1', hash });
  const [refused] = await applied(flow('served', [version(1, supper, { status: 'ARCHIVED' })]));
  expect(refused).toMatchObject({
    outcome: 'REFUSED',
    problems: [{ message: expect.stringContaining('Flow served@1 is pinned by the experiment serving.') }],
  });
});

test('entries that race for one flow end with one of them, whole', async () => {
  const entries = [1, 2, 3, 4].map((number) =>
    flow('raced', [version(1, { ...talk, states: { ...talk.states, done: { final: `said_${number}` } } })]),
  );
  const results = (await Promise.all(entries.map((entry) => outcomes(entry)))).flat();
  expect(results.sort()).toEqual(['CREATED', 'REFUSED', 'REFUSED', 'REFUSED']);
});

describe('references', () => {
  const entities = `query ($of: [_Any!]!) { _entities(representations: $of) { __typename
    ... on Flow { description } ... on FlowVersion { number states flow { key } } ... on Variant { flow { id } } } }`;
  const asked = async (of: object[]) => answerOf(await on.ask(entities, { of }));
  const keys = Array.from({ length: 50 }, (_, index) => `r${String(index).padStart(2, '0')}`);
  beforeAll(() => outcomes(...keys.map((key) => flow(key, [version(1, talk), version(2, talk, { status: 'DRAFT' })]))));

  test('fifty to versions cost one statement for each table, and unknown ones are null', async () => {
    const of = [...keys.map((key) => `${key}@1`), 'r00@9', 'nobody@1', 'r00', 'r00@9999999999', 'a\u0000@1', ''];
    let found: any[] = [];
    const ask = async () => (found = await asked(of.map((id) => ({ __typename: 'FlowVersion', id }))));
    expect(await statementsOn('flow_versions', ask)).toHaveLength(1);
    expect(await statementsOn('flows', ask)).toHaveLength(1);
    expect(found.slice(0, 50).map(({ flow }) => flow.key)).toEqual(keys);
    expect(found.slice(50)).toEqual([null, null, null, null, null, null]);
  });

  test('the flows of fifty variants cost one statement; a reference without a number is the newest active version', async () => {
    const written = [...keys.slice(2), 'r00@2', 'r01@1', 'nobody', 'r00@x', 7, undefined];
    const configs = [...written.map((flow_id) => ({ flow_config: { flow_id } })), {}, { flow_config: null }];
    const of = configs.map((config, index) => ({
      __typename: 'Variant',
      experimentKey: 'e',
      key: `v${index}`,
      config,
    }));
    let found: any[] = [];
    expect(await statementsOn('flow_versions', async () => (found = await asked(of)))).toHaveLength(1);
    expect(found.map(({ flow }) => flow?.id ?? null)).toEqual([
      ...keys.slice(2).map((key) => `${key}@1`),
      'r00@2',
      'r01@1',
      ...Array(6).fill(null),
    ]);
  });
});

test('applying needs the scope edit, reading the scope read', async () => {
  const who = (...scopes: any[]) => ({ subject: 'app', scopes });
  expect((await on.ask(apply, { flows: [flow('sneaked')] }, who('read'))).codes).toEqual(['FORBIDDEN']);
  expect((await on.ask('{ flow(key: "supper") { key } }', {}, who('converse'))).codes).toEqual(['FORBIDDEN']);
});

test('who talks in a conversation sees which flow it follows, and not how that goes on', async () => {
  await outcomes(flow('private', [version(1)]));
  const start = `mutation { startConversation(input: { flow: "private", unit: "ana" }) { id } }`;
  const { id } = answerOf(await on.ask(start));
  const read = (fields: string, scopes: any[]) =>
    on.ask(
      `query ($id: ID!) { conversation(id: $id) { flow { ${fields} } } }`,
      { id },
      { subject: 'app', scopes, unit: 'ana' },
    );
  expect(answerOf(await read('id', ['converse']))).toEqual({ flow: { id: 'private@1' } });
  expect((await read('id definition', ['converse'])).codes).toEqual(['FORBIDDEN']);
  expect(answerOf(await read('id definition', ['converse', 'read'])).flow.definition).toEqual(supper);
});

describe('the verifier', () => {
  const asking = (next: object[]) => ({
    initial: 'ask',
    slots: { age: { schema: { type: 'integer', minimum: 0 } } },
    states: {
      ask: { collect: 'age', ask: 'Your age?', next },
      young: { final: 'young' },
      done: { final: 'completed' },
    },
  });

  test('refuses a version with a state that no conversation can enter, and says why', async () => {
    const [refused] = await applied(
      flow('hopeless', [version(1, asking([{ when: 'slots.age < 0', to: 'young' }, { to: 'done' }]))]),
    );
    expect(refused.outcome).toBe('REFUSED');
    expect(refused.problems).toEqual([
      { path: 'versions.0.definition.states.young', message: expect.stringContaining('can never hold') },
    ]);
  });

  test('leaves a version alone that was published before it knew better, and doubts it', async () => {
    const sound = asking([{ when: 'slots.age < 18', to: 'young' }, { to: 'done' }]);
    const hopeless = asking([{ when: 'slots.age < 0', to: 'young' }, { to: 'done' }]);
    const entry = (definition: object) => flow('older', [version(1, definition)]);
    await applied(entry(sound));
    const checksum = flowChecksum(hopeless as unknown as FlowDefinition);
    await on.store.sql(`update exp.flow_versions set definition = $1, checksum = $2 where flow = 'older'`, [
      JSON.stringify(hopeless),
      checksum,
    ]);
    expect(await applied(entry(hopeless))).toMatchObject([{ outcome: 'UNCHANGED', problems: [] }]);
    const [tried] = answerOf(await on.ask(tryOut, { flows: [entry(hopeless)] }));
    expect(tried).toMatchObject({ outcome: 'UNCHANGED', problems: [{ severity: 'WARNING' }, { severity: 'WARNING' }] });
    const next = flow('older', [version(1, hopeless), version(2, hopeless)]);
    expect(await applied(next)).toMatchObject([
      { outcome: 'REFUSED', problems: [{ path: expect.stringMatching(/^versions\.1\./) }] },
    ]);
  });

  test('tells of what it doubts, when a version is applied and of each that is there', async () => {
    const doubtful = asking([
      { when: 'slots.age < 18', to: 'young' },
      { when: 'slots.age >= 0', to: 'done' },
      { when: 'slots.age > 90', to: 'young' },
      { to: 'done' },
    ]);
    const path = 'states.ask.next.1.when';
    const [taken] = await applied(flow('doubtful', [version(1, doubtful)]));
    expect(taken).toMatchObject({ outcome: 'CREATED', problems: [{ path: `versions.0.definition.${path}` }] });
    const asked =
      'query { flow(key: "doubtful") { version { problems { path message severity kind witness file line } } } }';
    expect(answerOf(await on.ask(asked)).version.problems).toEqual([
      {
        ...{ path, message: expect.stringContaining('always holds'), severity: 'WARNING', kind: 'guard_always_holds' },
        ...{ witness: expect.objectContaining({ events: expect.any(Array) }), file: null, line: null },
      },
    ]);
  });
});
