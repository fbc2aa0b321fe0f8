import { fakeContext, fakeHost } from '@trialogue/plugin-api/testing';
import { promotionGraph } from './promotion-graph';
import { openProcess, registryOf, type World } from './testing/promoting';

const world = (): World => ({
  records: fakeHost().records,
  registry: registryOf({ 1: { rmse: 3 }, 2: { rmse: 2 }, 3: { rmse: 4 } }, { champion: '1' }),
  nowMs: Date.parse('2026-01-01T00:00:00Z'),
});
const proposal = {
  ...{ model: 'm', version: '2', alias: 'champion', experiment: null, watch: null, comment: null },
  checks: { metric: { name: 'rmse', betterThanCurrent: 'LOWER' as const } },
};

test('who proposed may not approve, unless the option says so', async () => {
  const given = world();
  const { id } = await openProcess(given).promotions.propose(proposal, 'ann');
  await expect(openProcess(given).promotions.approve(id, 'ann', null)).rejects.toMatchObject({
    code: 'PROMOTION_NEEDS_ANOTHER',
  });
  expect(given.registry.aliases.champion).toBe('1');
  expect(await openProcess(given, true).promotions.approve(id, 'ann', null)).toMatchObject({ status: 'PROMOTED' });
});

test('what is blocked may be approved once its checks hold, and not before', async () => {
  const given = world();
  const { promotions } = openProcess(given);
  const blocked = await promotions.propose({ ...proposal, version: '3' }, 'ann');
  expect(blocked).toMatchObject({ status: 'BLOCKED', reason: 'metric rmse: it is not better' });
  await expect(promotions.approve(blocked.id, 'ben', null)).rejects.toMatchObject({ code: 'PROMOTION_BLOCKED' });
  given.registry.versions['3'] = { rmse: 1 };
  expect(await promotions.approve(blocked.id, 'ben', 'now')).toMatchObject({ status: 'PROMOTED', reason: null });
});

test('checks that held when it was proposed are looked at again', async () => {
  const given = world();
  const { promotions } = openProcess(given);
  const { id } = await promotions.propose(proposal, 'ann');
  given.registry.versions['2'] = { rmse: 9 };
  await expect(promotions.approve(id, 'ben', null)).rejects.toMatchObject({ code: 'PROMOTION_BLOCKED' });
  expect(await promotions.find(id)).toMatchObject({ status: 'BLOCKED', snapshot: { metrics: { rmse: 9 } } });
});

test('of a run with very many metrics each can be demanded, and what is kept is bounded and has it', async () => {
  const given = world();
  const many = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`class_${index}`, index]));
  given.registry.versions['2'] = { ...many, rmse: 2 };
  given.registry.versions['1'] = { ...many, rmse: 3 };
  const { status, snapshot } = await openProcess(given).promotions.propose(proposal, 'ann');
  expect([status, Object.keys(snapshot.metrics).length, snapshot.metrics.rmse]).toEqual(['PROPOSED', 100, 2]);
});

test('what is rejected is over', async () => {
  const { promotions } = openProcess(world());
  const { id } = await promotions.propose(proposal, 'ann');
  expect(await promotions.reject(id, 'ben', 'not now')).toMatchObject({ status: 'REJECTED', reason: 'not now' });
  for (const act of ['approve', 'reject', 'rollBack'] as const)
    await expect(promotions[act](id, 'ben', null)).rejects.toMatchObject({ code: 'PROMOTION_STATE' });
  await expect(promotions.approve('m/none', 'ben', null)).rejects.toMatchObject({ code: 'PROMOTION_NOT_FOUND' });
});

test.each<[string, object, string, RegExp]>([
  ['a version that is not there', { version: '9' }, 'MODEL_VERSION_NOT_FOUND', /no version 9 of the model m/],
  ['the version that has the alias', { version: '1' }, 'BAD_USER_INPUT', /has the alias champion already/],
  ['a version that is no number', { version: 'v2' }, 'BAD_USER_INPUT', /^`version`/],
  ['a name that MLflow has not', { model: 'a/b' }, 'BAD_USER_INPUT', /^`model`/],
  ['an alias that MLflow refuses', { alias: 'latest' }, 'BAD_USER_INPUT', /^`alias`/],
  [
    'two demands of one metric',
    { checks: { metric: { name: 'a', atLeast: 1, atMost: 2 } } },
    'BAD_USER_INPUT',
    /takes one of/,
  ],
  ['a decision of nothing', { checks: { decision: true } }, 'BAD_USER_INPUT', /name it in `experiment`/],
  [
    'a share above 1',
    { experiment: 'e', checks: { guardrails: { failureRate: 2, minExecutions: 1 } } },
    'BAD_USER_INPUT',
    /is a share/,
  ],
  [
    'a watch without end',
    { watch: { experiment: 'e', failureRate: 0.1, minExecutions: 1, forMinutes: 1e9 } },
    'BAD_USER_INPUT',
    /forMinutes/,
  ],
  ['a comment too long', { comment: 'x'.repeat(2_001) }, 'BAD_USER_INPUT', /^`comment`/],
])('%s is refused', async (_, change, code, message) => {
  const propose = openProcess(world()).promotions.propose(
    { ...proposal, checks: {}, ...change } as typeof proposal,
    'ann',
  );
  await expect(propose).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
});

test('the graph lists promotions of a model, newest first, page by page', async () => {
  const given = world();
  const ids: string[] = [];
  for (const second of [1, 2, 3]) {
    const { promotions } = openProcess({ ...given, nowMs: given.nowMs + second * 1_000 });
    ids.unshift((await promotions.propose(proposal, 'ann')).id);
  }
  const host = { ...fakeHost(), records: given.records };
  const { resolvers } = promotionGraph(given.registry, host, { selfApproval: false });
  const list = (args: object): any =>
    (resolvers.Query!.promotions as any)(null, { model: 'm', first: 2, ...args }, fakeContext());
  const page = await list({});
  expect([page.edges.map((edge: any) => edge.node.id), page.pageInfo.hasNextPage]).toEqual([ids.slice(0, 2), true]);
  const rest = await list({ after: page.pageInfo.endCursor });
  expect([rest.edges.map((edge: any) => edge.node.id), rest.pageInfo.hasNextPage]).toEqual([ids.slice(2), false]);
  await expect(list({ first: 0 })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  await expect(list({ after: 'nonsense' })).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
});
