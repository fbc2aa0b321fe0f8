import type { ServerResponse } from 'node:http';
import { until } from '@trialogue/store/testing';
import { definition } from './testing/definition';
import { SmallProduct } from './testing/small-product';
import { closeAll, started } from './testing/started';

const anna = { unit: 'anna' };
let product: SmallProduct;
afterEach(async () => {
  await closeAll();
  await product.stop();
});

const answer = (response: ServerResponse, status: number, errors: object[], headers = {}) => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify({ errors }));
  return true;
};

test('assigns by what the product says, and by what it pushes from then on', async () => {
  product = await SmallProduct.start(definition('colour', ['red']), definition('size', [1]));
  const { trialogue, changed, sources } = started({ url: product.url, key: 'tk_secret' });
  expect(trialogue.source).toBe('none');
  expect(await trialogue.ready()).toBe('product');
  expect(trialogue.assignment('colour', anna)).toMatchObject({
    ...{ experiment: 'colour', unit: 'anna', inExperiment: true, reason: 'ASSIGNED', propensity: 1 },
    variant: { key: 'a', value: 'red' },
  });
  expect(product.headers.authorization).toBe('Bearer tk_secret');

  await until(() => product.subscriptions.length === 1);
  product.publish(definition('colour', ['blue']));
  product.remove('size');
  await until(() => changed.includes('size') && trialogue.definitions().length === 1);
  expect(trialogue.value('colour', 'none', anna)).toBe('blue');
  expect(() => trialogue.assignment('size', anna)).toThrow(expect.objectContaining({ code: 'EXPERIMENT_NOT_FOUND' }));
  expect([product.reads, product.subscriptions]).toEqual([1, ['v1']]);
  expect(sources).toEqual(['product']);
});

test('only the experiments that were asked for are followed', async () => {
  product = await SmallProduct.start(definition('colour', ['red']), definition('size', [1]));
  const { trialogue } = started({ url: product.url, experiments: ['size'] });
  await trialogue.ready();
  expect(trialogue.definitions().map(({ key }) => key)).toEqual(['size']);
});

test('a stream that is cut is resumed from the last version', async () => {
  product = await SmallProduct.start(definition('colour', ['red']));
  const { trialogue, changed } = started({ url: product.url });
  await trialogue.ready();
  await until(() => product.subscriptions.length === 1);
  product.publish(definition('colour', ['blue']));
  await until(() => changed.length === 2);
  product.cut();
  await until(() => product.subscriptions.length === 2);
  expect([product.reads, product.subscriptions]).toEqual([1, ['v1', 'v2']]);
  expect(trialogue.source).toBe('product');
});

test('with the product away it goes on by what is known, says so, and catches up', async () => {
  product = await SmallProduct.start(definition('colour', ['red']), definition('gone', [1]));
  const { trialogue, sources, problems } = started({ url: product.url });
  await trialogue.ready();
  await product.stop();
  await until(() => trialogue.source === 'kept');
  expect(trialogue.value('colour', 'none', anna)).toBe('red');
  expect(problems[0]).toMatchObject({ code: 'UNREACHABLE', retryable: true });
  product.publish(definition('colour', ['blue']));
  product.remove('gone');
  await product.listen();
  await until(() => trialogue.source === 'product');
  expect(trialogue.value('colour', 'none', anna)).toBe('blue');
  expect(trialogue.definitions().map(({ key }) => key)).toEqual(['colour']);
  expect(sources).toEqual(['product', 'kept', 'product']);
});

test('what the product itself knows only from before is said to be kept', async () => {
  product = await SmallProduct.start(definition('colour', ['red']));
  product.stale = true;
  const { trialogue } = started({ url: product.url });
  expect(await trialogue.ready()).toBe('kept');
  await until(() => product.subscriptions.length === 1 && product.reads > 2);
  product.stale = false; // which nobody is told
  await until(() => trialogue.source === 'product');
});

test('where no stream gets through, it asks again and again', async () => {
  product = await SmallProduct.start(definition('colour', ['red']));
  product.fault = ({ url }, response) => url!.endsWith('/stream') && answer(response, 404, []);
  const { trialogue, problems } = started({ url: product.url });
  await trialogue.ready();
  product.publish(definition('colour', ['blue']));
  await until(() => trialogue.value('colour', 'none', anna) === 'blue');
  await until(() => product.reads > 3);
  expect(trialogue.source).toBe('product');
  expect(problems[0]!.message).toContain('status 404');
});

test('a stream on which nothing comes is given up', async () => {
  product = await SmallProduct.start(definition('colour', ['red']));
  product.fault = ({ url }, response) => {
    if (!url!.endsWith('/stream')) return false;
    response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
    return true;
  };
  const { trialogue, problems } = started({ url: product.url }, { answerMs: 100 });
  await trialogue.ready();
  await until(() => problems.length > 0 && product.reads > 1);
  expect(problems[0]!.message).toContain('nothing came for 100 ms');
});

test('so is one that was alive', async () => {
  product = await SmallProduct.start(definition('colour', ['red']));
  const { trialogue, problems } = started({ url: product.url }, { silenceMs: 100 });
  await trialogue.ready();
  await until(() => product.subscriptions.length > 1);
  expect(problems[0]!.message).toContain('nothing came for 100 ms');
});

test.each([
  ['what is no JSON', (response: ServerResponse) => response.end('<html>')],
  ['no data', (response: ServerResponse) => response.end('{}')],
  ['what are no definitions', (response: ServerResponse) => response.end('{"data":{"definitions":{"version":1}}}')],
])('an answer that is %s is none', async (_, respond) => {
  product = await SmallProduct.start();
  product.fault = (_request, response) => respond(response) !== undefined;
  const { trialogue } = started({ url: product.url });
  await expect(trialogue.ready(100)).rejects.toMatchObject({ name: 'TrialogueError', retryable: true });
  expect(() => trialogue.assign('colour', anna)).toThrow(expect.objectContaining({ code: 'DEFINITIONS_UNKNOWN' }));
});

test('why it is not ready is told: what the product refuses, as it says it', async () => {
  product = await SmallProduct.start();
  const extensions = { code: 'UNAUTHENTICATED', help: 'Send a key.' };
  product.fault = (_request, response) => answer(response, 401, [{ message: 'This needs a caller.', extensions }]);
  const { trialogue } = started({ url: product.url });
  await expect(trialogue.ready(100)).rejects.toMatchObject({ message: 'This needs a caller.', ...extensions });
});

test('it is ready as soon as a product that was refused at first answers', async () => {
  product = await SmallProduct.start(definition('colour', ['red']));
  let refusals = 3;
  product.fault = (_request, response) => refusals-- > 0 && answer(response, 503, []);
  expect(await started({ url: product.url }).trialogue.ready()).toBe('product');
});

test('who sends too much is not asked before the time that is said', async () => {
  product = await SmallProduct.start(definition('colour', ['red']));
  const times: number[] = [];
  product.fault = (_request, response) => {
    times.push(performance.now());
    return times.length === 1 && answer(response, 429, [], { 'retry-after': '1' });
  };
  await started({ url: product.url }).trialogue.ready();
  expect(times[1]! - times[0]!).toBeGreaterThan(990);
});

test.each([[undefined], ['127.0.0.1:4000'], ['ws://127.0.0.1/graphql'], ['/graphql']])('%s is no address', (url) => {
  expect(() => started({ url: url as string })).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
});

test('a key that is refused later decides nothing any more, and says why, until it may again', async () => {
  product = await SmallProduct.start(definition('colour', ['red']));
  const { trialogue, sources, problems } = started({ url: product.url });
  await trialogue.ready();
  const extensions = { code: 'UNAUTHENTICATED' };
  product.fault = (_request, response) => answer(response, 401, [{ message: 'Revoked.', extensions }]);
  product.cut();
  await until(() => trialogue.source === 'none');
  expect(() => trialogue.assign('colour', anna)).toThrow(expect.objectContaining({ code: 'UNAUTHENTICATED' }));
  expect(trialogue.value('colour', 'none', anna)).toBe('none');
  expect(problems.at(-1)).toMatchObject(extensions);
  await expect(trialogue.ready(50)).rejects.toMatchObject(extensions);
  product.fault = () => false;
  await until(() => trialogue.source === 'product');
  expect(trialogue.value('colour', 'none', anna)).toBe('red');
  expect(sources).toEqual(['product', 'none', 'product']);
});
