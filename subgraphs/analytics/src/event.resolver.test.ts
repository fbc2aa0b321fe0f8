import { openTestAnalytics, type TestAnalytics } from './testing/open-test-analytics';

let test$: TestAnalytics;
beforeAll(async () => {
  test$ = await openTestAnalytics();
});
afterAll(() => test$.close());

const track = `mutation ($events: [EventInput!]!) {
  trackEvents(events: $events) { accepted duplicates rejected { index id reason } }
}`;
const list = `query ($unit: ID, $type: String, $first: Int = 20, $after: String) {
  events(unit: $unit, type: $type, first: $first, after: $after) {
    edges { node { unit id type at release arm data } } pageInfo { hasNextPage endCursor }
  }
}`;
const event = (fields: object) => ({ unit: 'u', id: 'e', type: 'purchase', at: '2026-01-02T03:04:05Z', ...fields });
const tracked = async (events: object[]) => (await test$.ask(track, { events })).data.trackEvents;

test('what was accepted is in the log, as it was sent', async () => {
  const sent = event({ unit: 'ann', id: '1', arm: 'f00', release: 'ba4', data: { amount: 12.5, items: ['tea'] } });
  expect(await tracked([sent])).toEqual({ accepted: 1, duplicates: 0, rejected: [] });
  const { data } = await test$.ask(list, { unit: 'ann' });
  expect(data.events.edges).toEqual([{ node: { ...sent, at: new Date(sent.at) } }]);
});

test('an id of a unit counts once, across batches and within one', async () => {
  const events = [event({ id: 'once' }), event({ id: 'once', type: 'other' }), event({ id: 'once', unit: 'v' })];
  expect(await tracked(events)).toEqual({ accepted: 2, duplicates: 1, rejected: [] });
  expect(await tracked(events)).toEqual({ accepted: 0, duplicates: 3, rejected: [] });
});

test('composed and decomposed, a text is one unit; also what is there decomposed from before is found', async () => {
  const [composed, decomposed] = ['Zo\u00eb', 'Zoe\u0308'];
  await test$.store.sql(
    "insert into exp.events (unit, id, type, at, data) values ($1, 'client:before', 'purchase', now(), '{}')",
    [decomposed],
  );
  const events = [event({ unit: decomposed, id: 'now' }), event({ unit: composed, id: 'now' })];
  expect(await tracked(events)).toMatchObject({ accepted: 1, duplicates: 1 });
  for (const unit of [composed, decomposed]) {
    const { data } = await test$.ask(list, { unit });
    expect(data.events.edges.map(({ node }: any) => [node.unit, node.id])).toEqual([
      [composed, 'now'],
      [decomposed, 'before'],
    ]);
  }
});

test('nobody takes the place of an event of the product’s own, and gets the own id back', async () => {
  const { store } = test$;
  const id = 'c1:1:execution';
  expect(await tracked([event({ unit: 'victim', id })])).toMatchObject({ accepted: 1 });
  const own = { unit: 'victim', id, type: 'execution_completed', at: '2026-01-02T03:04:05Z' };
  expect(await store.events.append(store.sql, [own])).toEqual({ accepted: 1, duplicates: 0 });
  const { data } = await test$.ask(list, { unit: 'victim' });
  expect(data.events.edges.map(({ node }: any) => [node.id, node.type])).toEqual([
    [id, 'execution_completed'],
    [id, 'purchase'],
  ]);
});

test('an id of 256 characters is taken, a longer one refused', async () => {
  const answer = await tracked([event({ id: 'x'.repeat(256) }), event({ id: 'x'.repeat(257) })]);
  expect(answer).toMatchObject({ accepted: 1, rejected: [{ reason: '`id` is longer than 256 characters' }] });
});

test('the same batch from many at once is taken once', async () => {
  const events = Array.from({ length: 50 }, (_, index) => event({ unit: `r${index}`, id: 'race' }));
  const answers = await Promise.all([0, 1, 2, 3, 4].map((turn) => tracked(turn % 2 ? events.toReversed() : events)));
  expect(answers.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(50);
});

test('a bad event is refused with its reason, and the rest of the batch is taken', async () => {
  const events = [
    event({ id: 'good' }),
    event({ id: 'zero', data: { text: 'a\u0000b' } }),
    event({ id: 'half', data: { text: '\ud800' } }),
    event({ id: 'empty', unit: '' }),
    event({ id: 'tiny', data: { n: 1e-300 } }),
    event({ id: 'large', data: { text: 'x'.repeat(70_000) } }),
  ];
  const { accepted, rejected } = await tracked(events);
  expect(accepted).toBe(1);
  expect(rejected).toEqual([
    { index: 1, id: 'zero', reason: expect.stringContaining('\\u0000') },
    { index: 2, id: 'half', reason: expect.stringContaining('surrogate') },
    { index: 3, id: 'empty', reason: '`unit` is empty' },
    { index: 4, id: 'tiny', reason: expect.stringContaining('±1e-30') },
    { index: 5, id: 'large', reason: expect.stringContaining('larger') },
  ]);
});

test.each([
  'exposure',
  'execution_completed',
  'execution_anything',
  'conversation_started',
  'conversation_ended',
  'message_sent',
  'flow_completed',
  'user_dropped_off',
])('nobody outside writes the product’s own %s', async (type) => {
  const { accepted, rejected } = await tracked([event({ id: `own-${type}`, type })]);
  expect({ accepted, reason: rejected[0].reason }).toEqual({
    accepted: 0,
    reason: `\`type\` ${type} is written by the product itself`,
  });
});

test('a batch has up to 500 events', async () => {
  const events = Array.from({ length: 501 }, (_, index) => event({ id: `many-${index}` }));
  expect((await test$.ask(track, { events })).codes).toEqual(['BAD_USER_INPUT']);
  expect((await tracked(events.slice(1))).accepted).toBe(500);
  expect(await tracked([])).toEqual({ accepted: 0, duplicates: 0, rejected: [] });
});

test('pages go from the newest to the oldest and meet each event once, also while more arrive', async () => {
  for (const id of ['1', '2', '3', '4', '5']) await tracked([event({ unit: 'pager', id })]);
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const { data } = await test$.ask(list, { unit: 'pager', first: 2, after });
    seen.push(...data.events.edges.map((edge: any) => edge.node.id));
    after = data.events.pageInfo.hasNextPage ? data.events.pageInfo.endCursor : null;
    await tracked([event({ unit: 'pager', id: `later-${seen.length}` })]);
  } while (after);
  expect(seen).toEqual(['5', '4', '3', '2', '1']);
});

test('the list is filtered by type', async () => {
  await tracked([event({ id: 'rare', type: 'rare' }), event({ id: 'common', type: 'common' })]);
  const { data } = await test$.ask(list, { type: 'rare' });
  expect(data.events.edges.map((edge: any) => edge.node.id)).toEqual(['rare']);
});

test.each([
  ['a page too large', list, { first: 1_000 }, ['read'], 'BAD_USER_INPUT'],
  ['a cursor of somebody else’s', list, { after: 'bm9uc2Vuc2U' }, ['read'], 'CURSOR_INVALID'],
  ['a unit that Postgres cannot hold', list, { unit: '\0' }, ['read'], 'BAD_USER_INPUT'],
  ['reading without the scope', list, {}, ['track'], 'FORBIDDEN'],
  ['tracking without the scope', track, { events: [] }, ['read'], 'FORBIDDEN'],
] as const)('%s is refused', async (_, document, variables, scopes, code) => {
  expect((await test$.ask(document, variables, [...scopes])).codes).toEqual([code]);
});
