// @ts-check
const assert = require('node:assert/strict');
const { test } = require('node:test');
const { contractTests, fakeContext, memoryLedger, openPlugin, runStrategy } = require('@trialogue/plugin-api/testing');
const plugin = require('./index');
const samples = require('./samples');
const { findRoute } = require('./find-route');

const sample = /** @type {import('@trialogue/plugin-api/testing').Given} */ (samples.strategies?.keyword_router);
const opened = () => openPlugin(plugin, /** @type {any} */ (samples.options));
const router = async () => (await opened()).strategy('keyword_router');

/** @type {[string, string | undefined][]} */
const texts = [
  ['A refund, please!', 'refunds'],
  ['MONEY   back?', 'refunds'],
  ['my money is back', undefined],
  ['refunding', undefined],
  ['the Price', 'prices'],
  ['', undefined],
];
for (const [text, route] of texts)
  test(`“${text}” goes to ${route}`, () => assert.equal(findRoute(text, sample.config.routes)?.route.name, route));

test('the strategy of the route answers, with what it takes of the input', async () => {
  const { output, events } = await runStrategy(await router(), {
    ...sample,
    input: { ...sample.input, text: 'The price?' },
  });
  assert.deepEqual(output, {
    route: 'prices',
    keyword: 'price',
    answer: { prediction: 7, asked: { features: { weight: 2 } } },
  });
  assert.deepEqual(events, [{ type: 'keyword_routed', data: { route: 'prices' } }]);
});

test('a route’s prompt stands in place of the variant’s; without a keyword the first strategy answers', async () => {
  const strategy = await router();
  const refund = await runStrategy(strategy, sample);
  assert.equal(
    refund.output.text,
    '{"prompt_version_id":"refunds@1"} {"text":"I want a refund","variables":{"shop":"Corner"}}',
  );
  const other = await runStrategy(strategy, { ...sample, input: { text: 'Hello' } });
  assert.deepEqual([other.output.route, other.output.text], ['otherwise', 'null {"text":"Hello"}']);
});

test('a strategy that the options do not name is a mistake in the config', async () => {
  const config = { routes: [{ name: 'a', keywords: ['hi'], strategy: 'hybrid' }] };
  await assert.rejects(runStrategy(await router(), { ...sample, config, input: { text: 'hi' } }), {
    failure: {
      code: 'CONFIG_INVALID',
      problems: [{ path: ['routes', 0, 'strategy'], message: 'is none of prompt_template, mlflow_model' }],
    },
  });
});

test('a call counts once, however often it is resumed or repeated', async () => {
  const one = await opened();
  const strategy = one.strategy('keyword_router');
  for (const ledger of [memoryLedger(), memoryLedger()])
    for (let count = 0; count < 2; count += 1) await runStrategy(strategy, { ...sample, ledger });
  await runStrategy(strategy, { ...sample, id: 'another' });
  const args = { experiment: 'support' };
  assert.deepEqual(await one.resolve('Query', 'keywordCounts', { args }), [
    { variant: 'a', route: 'refunds', count: 2 },
  ]);
});

test('each of many calls at once counts', async () => {
  const one = await opened();
  const strategy = one.strategy('keyword_router');
  await Promise.all(Array.from({ length: 100 }, (_, id) => runStrategy(strategy, { ...sample, id: `call-${id}` })));
  const [{ count }] = /** @type {{ count: number }[]} */ (
    await one.resolve('Query', 'keywordCounts', { args: { experiment: 'support' } })
  );
  assert.equal(count, 100);
});

test('a variant tells its routes', async () => {
  const one = await opened();
  const ask = (/** @type {object} */ config) =>
    one.resolve('Variant', 'keywordRoutes', { parent: { config }, context: fakeContext({ scopes: ['read'] }) });
  assert.equal(await ask({ execution_strategy: 'prompt_template' }), null);
  assert.deepEqual(
    await ask({ execution_strategy: 'keyword_router', keyword_router: sample.config }),
    sample.config.routes,
  );
});

test('the tool finds the way', async () => {
  const use = { id: '1', signal: new AbortController().signal };
  const tool = (await opened()).tool('keyword_route');
  assert.deepEqual(await tool.use({ text: 'a refund', routes: sample.config.routes }, use), {
    route: 'refunds',
    keyword: 'refund',
  });
  assert.deepEqual(await tool.use({ text: 'hello', routes: [] }, use), {});
});

for (const { name, run } of contractTests(plugin, samples)) test(name, run);
