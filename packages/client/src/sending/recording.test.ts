import { until } from '@trialogue/store/testing';
import { definition } from '../testing/definition';
import { SmallProduct } from '../testing/small-product';
import { closeAll, hurried, started } from '../testing/started';

let product: SmallProduct;
afterEach(async () => {
  await closeAll();
  await product.stop();
});

const units = (count: number) => Array.from({ length: count }, (_, index) => `user-${index}`);
const sends = ({ url, method }: { url?: string; method?: string }) => method === 'POST' && url === '/graphql';

async function ready(changes = {}, sending: Partial<typeof hurried.exposures> = {}) {
  const colour = definition('colour', ['red', 'blue']);
  product = await SmallProduct.start(colour);
  const all = started({ url: product.url }, { exposures: { ...hurried.exposures, ...sending }, ...changes });
  await all.trialogue.ready();
  await until(() => product.subscriptions.length > 0);
  return { ...all, colour };
}

test('what units met is recorded, once each, in batches', async () => {
  const { trialogue, colour } = await ready();
  for (let time = 0; time < 3; time++) for (const unit of units(2_500)) trialogue.value('colour', 'grey', { unit });
  await trialogue.flush();
  expect(product.batches).toEqual([1_000, 1_000, 500]);
  expect(product.exposures.size).toBe(2_500);
  const { variant, allocation, reason } = trialogue.assignment('colour', { unit: 'user-7' });
  expect(product.exposures.get(`colour user-7 ${variant!.key}`)).toEqual({
    ...{ experiment: 'colour', release: colour.release, unit: 'user-7', variant: variant!.key, allocation, reason },
    at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
  });
  expect(trialogue.exposures).toEqual({ waiting: 0, recorded: 2_500, dropped: 0 });
});

test('nobody has to flush', async () => {
  const { trialogue } = await ready();
  trialogue.assign('colour', { unit: 'anna' });
  await until(() => product.exposures.size === 1);
  trialogue.assign('colour', { unit: 'ben' });
  await until(() => product.exposures.size === 2);
});

test('a unit that moves to another variant meets that one too', async () => {
  const { trialogue, changed } = await ready();
  trialogue.assign('colour', { unit: 'anna' });
  product.publish(definition('colour', ['red', 'blue'], { allocation: 2 }));
  await until(() => changed.length === 2);
  trialogue.assign('colour', { unit: 'anna' });
  await trialogue.flush();
  expect(trialogue.exposures.recorded).toBe(2);
});

test('an outage loses nothing, and what had arrived is sent again as it was', async () => {
  const { trialogue, dropped, problems } = await ready();
  let answersLost = 0;
  product.fault = (request, response) => {
    if (!sends(request)) return false;
    // It is recorded, but nobody hears of it.
    response.end = () => {
      answersLost++;
      response.destroy();
      return response;
    };
    return false;
  };
  for (const unit of units(50)) trialogue.assign('colour', { unit });
  await until(() => answersLost > 1);
  product.fault = () => false;
  await product.stop();
  for (const unit of units(100)) trialogue.assign('colour', { unit });
  await until(() => problems.length > 3);
  await product.listen();
  await trialogue.flush();
  expect(product.exposures.size).toBe(100);
  expect(trialogue.exposures).toEqual({ waiting: 0, recorded: 100, dropped: 0 });
  expect(dropped).toEqual([]);
});

test('an outage that lasts fills a bounded queue; what finds no room is told, and may come again', async () => {
  const { trialogue, dropped } = await ready({}, { most: 10 });
  await product.stop();
  for (const unit of units(15)) trialogue.assign('colour', { unit });
  expect(trialogue.exposures).toEqual({ waiting: 10, recorded: 0, dropped: 5 });
  expect(dropped).toHaveLength(5);
  expect(dropped[0]).toEqual({
    ...{ what: 'exposures', count: 1 },
    error: expect.objectContaining({ code: 'OUTBOX_FULL', retryable: true }),
  });
  await product.listen();
  await trialogue.flush();
  for (const unit of units(15)) trialogue.assign('colour', { unit });
  await trialogue.flush();
  expect(product.exposures.size).toBe(15);
});

test('what the product rejects is told, with its reason; the rest is recorded', async () => {
  const { trialogue, dropped } = await ready();
  product.rejects.add('user-1');
  for (const unit of units(3)) trialogue.assign('colour', { unit });
  await trialogue.flush();
  expect(trialogue.exposures).toEqual({ waiting: 0, recorded: 2, dropped: 1 });
  expect(dropped).toEqual([
    { what: 'exposures', count: 1, error: expect.objectContaining({ code: 'EXPOSURE_INVALID' }) },
  ]);
});

test('a batch that can never be taken does not hold up those behind it', async () => {
  const { trialogue, dropped } = await ready({}, { batch: 10 });
  let refused = 0;
  product.fault = (request, response) => {
    if (!sends(request) || refused++ > 0) return false;
    const errors = [{ message: 'There is no such field.', extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }];
    response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ errors }));
    return true;
  };
  for (const unit of units(20)) trialogue.assign('colour', { unit });
  await trialogue.flush();
  expect(trialogue.exposures).toEqual({ waiting: 0, recorded: 10, dropped: 10 });
  expect(dropped).toEqual([
    { what: 'exposures', count: 10, error: expect.objectContaining({ code: 'GRAPHQL_VALIDATION_FAILED' }) },
  ]);
});

test('batches are as small as the product’s limit of a body asks', async () => {
  const { trialogue } = await ready({}, { batchBytes: 1_000 });
  for (const unit of units(30)) trialogue.assign('colour', { unit });
  await trialogue.flush();
  expect(product.batches.length).toBeGreaterThan(4);
  expect(Math.max(...product.batches)).toBeLessThan(8);
  expect(product.exposures.size).toBe(30);
});

test('flushing says what did not arrive in time, and does not end it', async () => {
  const { trialogue } = await ready();
  await product.stop();
  trialogue.assign('colour', { unit: 'anna' });
  await expect(trialogue.flush(50)).rejects.toMatchObject({
    code: 'OUTBOX_UNSENT',
    message: 'Of what was to be sent, 1 did not arrive within 50 ms.',
  });
  await product.listen();
  await until(() => product.exposures.size === 1);
});

test('flushing does not wait for the next attempt', async () => {
  const { trialogue, problems } = await ready({}, { backoff: { firstMs: 60_000, mostMs: 60_000 } });
  product.fault = (request, response) => sends(request) && response.destroy() !== undefined;
  trialogue.assign('colour', { unit: 'anna' });
  await until(() => problems.length === 1);
  product.fault = () => false;
  await trialogue.flush();
  expect(product.exposures.size).toBe(1);
});

test('closing loses nothing', async () => {
  const { trialogue, dropped } = await ready({ exposures: { ...hurried.exposures, gatherMs: 60_000 } });
  for (const unit of units(10)) trialogue.assign('colour', { unit });
  trialogue.track('clicked', { unit: 'anna' });
  await trialogue.close();
  expect([product.exposures.size, product.tracked.size, dropped]).toEqual([10, 1, []]);
});

test('closing while the product hangs ends in time and says what is lost', async () => {
  const { trialogue, dropped } = await ready();
  product.fault = () => true;
  for (const unit of units(3)) trialogue.assign('colour', { unit });
  await trialogue.close(100);
  expect(dropped).toEqual([{ what: 'exposures', count: 3, error: expect.objectContaining({ code: 'OUTBOX_UNSENT' }) }]);
  trialogue.assign('colour', { unit: 'late' });
  expect(trialogue.exposures).toEqual({ waiting: 0, recorded: 0, dropped: 4 });
});

test('events are tracked with an id of their own, as they were when they were tracked', async () => {
  const { trialogue } = await ready();
  const data = { amount: 3 };
  trialogue.track('bought', { unit: 'anna', data });
  data.amount = 4;
  trialogue.track('bought', { unit: 'anna' });
  await trialogue.flush();
  const [first, second] = [...product.tracked.values()];
  expect(first).toMatchObject({ unit: 'anna', type: 'bought', data: { amount: 3 } });
  expect(first.id).toMatch(/^[0-9a-f]{32}$/);
  expect(second.id).not.toBe(first.id);
  expect(trialogue.events).toEqual({ waiting: 0, recorded: 2, dropped: 0 });
});

const circular: any = {};
circular.self = circular;
test.each([
  ['', { unit: 'anna' }],
  ['bought', { unit: '' }],
  ['bought', { unit: 'anna', data: [] }],
  ['bought', { unit: 'anna', data: circular }],
])('%s %p is no event', async (type, event) => {
  const { trialogue } = await ready();
  expect(() => trialogue.track(type, event as any)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
});
