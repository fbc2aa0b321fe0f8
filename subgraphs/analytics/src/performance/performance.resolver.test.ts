import type { EventInput } from '@trialogue/store';
import { Client } from 'pg';
import { openTestAnalytics, type TestAnalytics } from '../testing/open-test-analytics';

let test$: TestAnalytics;
beforeAll(async () => {
  test$ = await openTestAnalytics({ 'claude-test': { input: 1, output: 5 } });
});
afterAll(() => test$.close());

const at = '2026-01-02T00:00:00.000Z';
const document = `query ($versions: [_Any!]!, $includeStandIn: Boolean) {
  _entities(representations: $versions) {
    ... on PromptVersion {
      id
      performance(includeStandIn: $includeStandIn) {
        exposures completions failures completionRate ratings satisfaction
        tokens { input output cacheRead cacheWrite } cost latencyP50Ms latencyP95Ms since asOf lagMs
      }
    }
  }
}`;
const reference = (id: string) => ({ __typename: 'PromptVersion', id });

async function performanceOf(id: string, includeStandIn = false) {
  const { data } = await test$.ask(document, { versions: [reference(id)], includeStandIn });
  return data._entities[0].performance;
}

let last = 0;
const happens = (type: string, data: object): Promise<unknown> =>
  test$.store.events.append(test$.store.sql, [{ unit: 'ann', id: `${last++}`, type, at, data } as EventInput]);

const executed = (promptVersion: string, latencyMs: number, more: object = {}) => ({
  ...{ promptVersion, latencyMs, standIn: false, model: 'claude-test' },
  usage: { input: 1_000, output: 200, cacheRead: 0, cacheWrite: 0 },
  ...more,
});

/** Publishes a prompt version and brings it into memory; answers the hash. */
async function publishVersion(id: string): Promise<string> {
  const { store } = test$;
  const release = { kind: 'prompt_version', key: id, schema: 1, body: { id } };
  await store.transaction((sql) => store.releases.publish(sql, release));
  await store.releases.refresh();
  return store.releases.head('prompt_version', id)!.hash;
}

const rated = (data: object) => ({ unit: 'ann', id: `rated-${last++}`, type: 'prompt_rated', at: new Date(at), data });
async function rate(data: object) {
  const { data: answer } = await test$.ask(
    'mutation ($events: [EventInput!]!) { trackEvents(events: $events) { accepted rejected { reason } } }',
    { events: [rated(data)] },
  );
  return answer.trackEvents.accepted === 1 ? 'accepted' : answer.trackEvents.rejected[0].reason;
}

test('executions tell completions, failures, tokens, cost and latencies', async () => {
  for (const ms of [100, 100, 100, 1_000]) await happens('execution_completed', executed('meal@1', ms));
  await happens('execution_failed', executed('meal@1', 5_000, { code: 'MODEL_FAILED' }));
  await test$.counted();
  const { latencyP50Ms, latencyP95Ms, cost, ...figures } = await performanceOf('meal@1');
  expect(figures).toMatchObject({
    ...{ exposures: 0, completions: 4, failures: 1, completionRate: 0.8, ratings: 0, satisfaction: null },
    tokens: { input: 5_000, output: 1_000, cacheRead: 0, cacheWrite: 0 },
    since: new Date(at),
  });
  expect(cost).toBeCloseTo(0.01, 10);
  expect(Math.abs(latencyP50Ms - 100)).toBeLessThanOrEqual(1);
  expect(Math.abs(latencyP95Ms - 1_000)).toBeLessThanOrEqual(10);
});

test('what nothing is known of has zeros and nulls', async () => {
  expect(await performanceOf('nobody@1')).toMatchObject({
    ...{ exposures: 0, completions: 0, failures: 0, completionRate: null, ratings: 0, satisfaction: null },
    ...{ tokens: null, cost: null, latencyP50Ms: null, latencyP95Ms: null, since: null },
  });
});

test('a provider that says it counted more tokens than there can be stops nothing', async () => {
  const usage = { input: 1e25, output: 200, cacheRead: Number.MAX_SAFE_INTEGER, cacheWrite: 0 };
  await happens('execution_completed', executed('odd@1', 10, { usage }));
  await happens('execution_completed', executed('odd@1', 10, { usage }));
  await happens('execution_completed', executed('odd@1', 10));
  await test$.counted();
  const tokens = { input: 1_000, output: 600, cacheRead: 0, cacheWrite: 0 };
  expect(await performanceOf('odd@1')).toMatchObject({ completions: 3, tokens });
});

test('a recorded cost stays, whatever the prices are today; only what recorded none is computed', async () => {
  const costNow = async () => {
    await test$.counted();
    return (await performanceOf('told@1')).cost;
  };
  const costly = (cost: number | null, model?: string) => executed('told@1', 10, { cost, ...(model && { model }) });
  await happens('execution_completed', costly(0.5));
  await happens('execution_failed', { ...costly(0.25, 'unheard-of'), code: 'MODEL_FAILED' });
  expect(await costNow()).toBeCloseTo(0.75, 9);
  await happens('execution_completed', costly(null));
  expect(await costNow()).toBeCloseTo(0.752, 9);
  await happens('execution_completed', costly(null, 'unheard-of'));
  expect(await costNow()).toBeNull();
});

test('a model without a price leaves the cost unknown', async () => {
  await happens('execution_completed', executed('dear@1', 10, { model: 'another' }));
  await test$.counted();
  expect((await performanceOf('dear@1')).cost).toBeNull();
});

test('what a flow answered by itself is no execution of a prompt', async () => {
  await happens('execution_completed', { promptVersion: 'flow@1', standIn: false, turn: 1 });
  await test$.counted();
  expect(await performanceOf('flow@1')).toMatchObject({ completions: 0, tokens: null });
});

test('scripted answers count only when asked for, and cost nothing', async () => {
  await happens('execution_completed', executed('said@1', 10, { standIn: true, model: 'scripted' }));
  await test$.counted();
  expect(await performanceOf('said@1')).toMatchObject({ completions: 0, cost: null });
  expect(await performanceOf('said@1', true)).toMatchObject({ completions: 1, tokens: { input: 1_000 }, cost: null });
});

test('an exposure is one of every version that the variant had pinned when it was decided', async () => {
  const { store } = test$;
  const [one, two] = [await publishVersion('tone@1'), await publishVersion('tone@2')];
  const variants = [
    { key: 'a', pins: { 'tone@1': one } },
    { key: 'b', pins: { 'tone@production': two, 'tone@2': two, other: one } },
  ];
  const publish = async (body: object) => {
    const release = { kind: 'experiment', key: 'tones', schema: 1, body: body as any };
    await store.transaction((sql) => store.releases.publish(sql, release));
    await store.releases.refresh();
    return store.releases.head('experiment', 'tones')!.hash;
  };
  const release = await publish({ key: 'tones', variants });
  await publish({ key: 'tones', variants: [] }); // the past stays as it was
  const decision = { allocation: 1, bucket: 0.5, propensity: 0.5, reason: 'ASSIGNED', standIn: false };
  for (const [unit, variant] of [
    ['ann', 'a'],
    ['ann', 'a'],
    ['bob', 'b'],
  ] as const)
    await store.transaction((sql) =>
      store.events.expose(sql, { unit, experiment: 'tones', variant, at, release, arm: 'x', ...decision }),
    );
  await test$.counted();
  expect((await performanceOf('tone@1')).exposures).toBe(2);
  expect((await performanceOf('tone@2')).exposures).toBe(1);
});

test('satisfaction is the mean of the scores that applications tracked', async () => {
  await publishVersion('liked@1');
  for (const score of [1, 0, 0.8]) expect(await rate({ promptVersion: 'liked@1', score })).toBe('accepted');
  expect(await rate({ promptVersion: 'liked@1', score: 0, standIn: true })).toBe('accepted');
  await test$.counted();
  expect(await performanceOf('liked@1')).toMatchObject({ ratings: 3, satisfaction: 0.6, completionRate: null });
  expect(await performanceOf('liked@1', true)).toMatchObject({ ratings: 4, satisfaction: 0.45 });
});

test('a version that another process has published just now can be rated', async () => {
  const { store } = test$;
  await publishVersion('fresh@1');
  const { head, refresh } = Object.getPrototypeOf(store.releases);
  let hasHeard = false;
  const heads = jest
    .spyOn(store.releases, 'head')
    .mockImplementation((...asked) => (hasHeard ? head.apply(store.releases, asked) : undefined));
  const refreshes = jest.spyOn(store.releases, 'refresh').mockImplementation(async () => {
    await refresh.apply(store.releases);
    hasHeard = true;
  });
  expect(await rate({ promptVersion: 'fresh@1', score: 1 })).toBe('accepted');
  expect(refreshes).toHaveBeenCalled();
  for (const spy of [heads, refreshes]) spy.mockRestore();
});

test.each([
  [{ score: 1 }, 'promptVersion'],
  [{ promptVersion: 'liked@production', score: 1 }, 'promptVersion'],
  [{ promptVersion: 'liked@1', score: 5 }, 'from 0 to 1'],
  [{ promptVersion: 'liked@1', score: '1' }, 'from 0 to 1'],
  [{ promptVersion: 'liked@1', score: 1, standIn: 'no' }, 'standIn'],
  [{ promptVersion: 'nobody@7', score: 1 }, 'there is no prompt version nobody@7'],
])('the rating %j is refused', async (data, reason) => {
  expect(await rate(data)).toContain(reason);
});

const rows = async () => {
  const totals = await test$.store.sql('select * from exp.prompt_totals order by prompt_version, stand_in, model');
  const latencies = await test$.store.sql('select * from exp.prompt_latencies order by 1, 2, 3');
  return [totals.rows, latencies.rows];
};

test('counted again from the beginning, everything is as it was', async () => {
  await test$.counted();
  const stepByStep = await rows();
  expect(stepByStep[0]!.length).toBeGreaterThan(5);
  await test$.analytics.recompute();
  await test$.counted();
  expect(await rows()).toEqual(stepByStep);
});

test('fifty versions cost one statement per table, and need the scope read', async () => {
  const versions = Array.from({ length: 50 }, (_, index) => reference(`fifty@${index + 1}`));
  const statements = jest.spyOn(Client.prototype, 'query');
  const { data } = await test$.ask(document, { versions });
  const reads = statements.mock.calls.filter(
    ([text]) => /prompt_(totals|latencies)"? /.test(String(text)) && /select/i.test(String(text)),
  );
  statements.mockRestore();
  expect([data._entities.length, reads.length]).toEqual([50, 2]);
  expect((await test$.ask(document, { versions }, ['track'])).codes).toContain('FORBIDDEN');
});

test('conversations that were rated from 1 to 5 count as 0 to 1 for the version that answered', async () => {
  for (const score of [1, 5, 4])
    await happens('conversation_rated', { promptVersion: 'chat@1', score, standIn: false });
  await happens('conversation_rated', { score: 1, standIn: false });
  await test$.counted();
  expect(await performanceOf('chat@1')).toMatchObject({ ratings: 3, satisfaction: (0 + 1 + 0.75) / 3 });
});
