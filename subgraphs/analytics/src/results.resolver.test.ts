import { Client } from 'pg';
import { openTestAnalytics, type TestAnalytics } from './testing/open-test-analytics';

let test$: TestAnalytics;
beforeAll(async () => {
  test$ = await openTestAnalytics();
});
afterAll(() => test$.close());

const results = `query ($experiments: [_Any!]!, $includeStandIn: Boolean) {
  _entities(representations: $experiments) {
    ... on Experiment {
      key
      results(includeStandIn: $includeStandIn) {
        variants { variant { experimentKey key } exposures completions failures fallbacks } asOf lagMs
      }
    }
  }
}`;
const reference = (key: string) => ({ __typename: 'Experiment', key });

async function resultsOf(experiment: string, includeStandIn = false) {
  const { data } = await test$.ask(results, { experiments: [reference(experiment)], includeStandIn });
  return data._entities[0].results.variants.map(({ variant, exposures, completions, failures, fallbacks }: any) => [
    variant.key,
    ...[exposures, completions, failures, ...(fallbacks > 0 ? [fallbacks] : [])],
  ]);
}

/** A unit meets a variant, and its execution ends one way or the other. */
async function happens(experiment: string, variant: string, unit: string, ends: string, standIn = false, more = {}) {
  const { store } = test$;
  const at = new Date().toISOString();
  const decision = { allocation: 1, bucket: 0.5, propensity: 0.5, reason: 'ASSIGNED' };
  const exposure = { unit, experiment, variant, standIn, at, release: 'r', arm: 'a', ...decision };
  await store.transaction((sql) => store.events.expose(sql, exposure));
  const data = { experiment, variant, standIn, latencyMs: 5, ...more };
  const execution = { unit, id: `${ends}:${experiment}:${variant}:${standIn}`, type: `execution_${ends}`, at, data };
  await store.transaction((sql) => store.events.append(sql, [execution]));
}

test('each variant has its exposures, completions and failures; one without events has zeros', async () => {
  await test$.publish('meal', ['short', 'long', 'new']);
  await happens('meal', 'short', 'ann', 'completed');
  await happens('meal', 'short', 'bob', 'failed');
  await happens('meal', 'long', 'cleo', 'completed');
  await happens('meal', 'long', 'cleo', 'completed');
  await test$.counted();
  expect(await resultsOf('meal')).toEqual([
    ['short', 2, 1, 1],
    ['long', 1, 1, 0],
    ['new', 0, 0, 0],
  ]);
});

test('an answer of the fallback variant counts as a completion of the variant, and as a fallback', async () => {
  await test$.publish('fallen', ['a', 'b']);
  await happens('fallen', 'a', 'ann', 'completed', false, { fallbackVariant: 'b' });
  await happens('fallen', 'a', 'bob', 'completed');
  await test$.counted();
  expect(await resultsOf('fallen')).toEqual([
    ['a', 2, 2, 0, 1],
    ['b', 0, 0, 0],
  ]);
});

test('what scripted models answered counts only when asked for', async () => {
  await test$.publish('scripted', ['a']);
  await happens('scripted', 'a', 'ann', 'completed');
  await happens('scripted', 'a', 'ann', 'completed', true);
  await test$.counted();
  expect(await resultsOf('scripted')).toEqual([['a', 1, 1, 0]]);
  expect(await resultsOf('scripted', true)).toEqual([['a', 2, 2, 0]]);
});

test('a variant that the release no longer has keeps its results, behind the others', async () => {
  await test$.publish('changed', ['old', 'kept']);
  await happens('changed', 'old', 'ann', 'completed');
  await test$.publish('changed', ['kept']);
  await test$.counted();
  expect(await resultsOf('changed')).toEqual([
    ['kept', 0, 0, 0],
    ['old', 1, 1, 0],
  ]);
});

test('a draft, which has no release yet, has no variants here', async () => {
  expect(await resultsOf('draft')).toEqual([]);
});

test('fifty experiments cost one statement', async () => {
  const keys = Array.from({ length: 50 }, (_, index) => `fifty_${index}`);
  for (const key of keys) await test$.publish(key, ['a', 'b']);
  const statements = jest.spyOn(Client.prototype, 'query');
  const { data, codes } = await test$.ask(results, { experiments: keys.map(reference) });
  const reads = statements.mock.calls.filter(([text]) => String(text).includes('variant_totals'));
  statements.mockRestore();
  expect({ codes, entities: data._entities.length, reads: reads.length }).toEqual({
    codes: [],
    entities: 50,
    reads: 1,
  });
});

test('the results say up to when they are complete', async () => {
  const before = Date.now();
  await happens('meal', 'new', 'dora', 'completed');
  await test$.counted();
  await test$.analytics.recompute();
  const { data } = await test$.ask(results, { experiments: [reference('meal')] });
  const { asOf, lagMs } = data._entities[0].results;
  expect(asOf.getTime()).toBeGreaterThanOrEqual(before);
  expect(lagMs).toBeLessThanOrEqual(Date.now() - asOf.getTime());
});

test('results need the scope read', async () => {
  const { codes } = await test$.ask(results, { experiments: [reference('meal')] }, ['track']);
  expect(codes).toEqual(['FORBIDDEN']);
});
