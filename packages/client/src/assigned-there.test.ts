import { until } from '@trialogue/store/testing';
import { createFixedTrialogue } from './fixed-trialogue';
import { definition } from './testing/definition';
import { SmallProduct } from './testing/small-product';
import { closeAll, started } from './testing/started';

let product: SmallProduct;
afterEach(async () => {
  await closeAll();
  await product?.stop();
});

const kept = () => definition('kept', ['old', 'new'], { sticky: {}, allocation: 2 });
const requests = ['anna', 'ben', 'carla'].flatMap((unit) => [
  { experiment: 'colour', unit },
  { experiment: 'kept', unit },
]);

async function ready() {
  product = await SmallProduct.start(definition('colour', ['red']), kept());
  const all = started({ url: product.url });
  await all.trialogue.ready();
  await until(() => product.subscriptions.length === 1);
  return all;
}

test('what the past has a say in is asked of the product, at once; the rest is decided here', async () => {
  const { trialogue } = await ready();
  for (const [unit, variant] of [
    ['anna', 'a'],
    ['ben', 'b'],
  ] as const)
    product.met.set(unit, { kept: { variant, allocation: 1, bucket: 0.1, propensity: 0.5 } });
  const outcomes = await trialogue.assignMany([...requests, { experiment: 'nothing', unit: 'anna' }]);
  expect(outcomes.map(({ assignment, error }) => error?.code ?? assignment?.variant?.value)).toEqual([
    ...['red', 'old', 'red', 'new', 'red', expect.stringMatching(/old|new/)],
    'EXPERIMENT_NOT_FOUND',
  ]);
  expect(outcomes[1]!.assignment).toMatchObject({ reason: 'STICKY', allocation: 1, unit: 'anna', experiment: 'kept' });
  expect(product.asked).toEqual([3]);
  await trialogue.flush();
  expect([...product.exposures.values()].map(({ experiment }) => experiment)).toEqual(['colour', 'colour', 'colour']);
});

test('what it answers from a release that is not known here yet is what that release says', async () => {
  const { trialogue } = await ready();
  const next = { ...kept(), release: 'next' };
  product.publish(
    { ...next, snapshot: { ...next.snapshot, variants: [{ ...next.snapshot.variants[0]!, value: 'newest' }] } },
    true,
  );
  const [{ assignment } = {}] = await trialogue.assignMany([{ experiment: 'kept', unit: 'anna' }]);
  expect(assignment).toMatchObject({ release: 'next', variant: { value: 'newest' } });
});

test('each has its own error: what the product refuses, or that it is away', async () => {
  const { trialogue } = await ready();
  product.rejects.add('ben');
  const codes = async () => (await trialogue.assignMany(requests)).map(({ error }) => error?.code);
  expect(await codes()).toEqual([undefined, undefined, undefined, 'BAD_USER_INPUT', undefined, undefined]);
  await product.stop();
  expect(await codes()).toEqual([undefined, 'UNREACHABLE', undefined, 'UNREACHABLE', undefined, 'UNREACHABLE']);
});

test('more than the product takes at once are asked for in turn', async () => {
  const { trialogue } = await ready();
  const many = Array.from({ length: 1_500 }, (_, index) => ({ experiment: 'kept', unit: `user-${index}` }));
  const outcomes = await trialogue.assignMany(many);
  expect(outcomes.map(({ assignment }) => assignment!.unit)).toEqual(many.map(({ unit }) => unit));
  expect(product.asked).toEqual([1_000, 500]);
});

test('in tests nobody has a past', async () => {
  const trialogue = createFixedTrialogue([kept()]);
  const [{ assignment } = {}] = await trialogue.assignMany([{ experiment: 'kept', unit: 'anna' }]);
  expect(assignment).toMatchObject({ reason: 'ASSIGNED', allocation: 2 });
  expect(trialogue.exposed).toHaveLength(1);
});
