import { definition } from './testing/definition';
import { SmallProduct } from './testing/small-product';
import { closeAll, started } from './testing/started';

const anna = { unit: 'anna' };
let product: SmallProduct;
afterEach(async () => {
  await closeAll();
  await product.stop();
});

test('who has met something gets it by what the product knows, who was blocked nothing, and nobody is exposed by asking', async () => {
  const sticky = { sticky: {}, allocation: 3 };
  const others = Array.from({ length: 60 }, (_, index) => definition(`kept-${index}`, [1, 2], sticky));
  product = await SmallProduct.start(
    ...others,
    definition('plain', [1]),
    definition('blocked', [1, 2], { sticky: { blockedBefore: 3 }, allocation: 3 }),
    definition('paused', [1, 2], { status: 'PAUSED', whilePaused: 'KEEP' }),
  );
  const { trialogue } = started({ url: product.url });
  await trialogue.ready();
  const met = { variant: 'b', allocation: 2, bucket: 0.75, propensity: 0.5 };
  product.met.set('anna', { 'kept-0': met, 'kept-59': met, blocked: met, paused: met });

  const earlier = await trialogue.earlierExposures(anna);
  expect(Object.keys(earlier)).toHaveLength(62);
  expect(earlier).toMatchObject({ 'kept-0': met, 'kept-1': null, 'kept-59': met, paused: met });
  const assigned = (key: string) => trialogue.assignment(key, { ...anna, sticky: earlier });
  expect(assigned('kept-59')).toMatchObject({ reason: 'STICKY', allocation: 2, variant: { key: 'b' } });
  expect(assigned('kept-1').reason).toBe('ASSIGNED');
  expect(assigned('blocked').reason).toBe('STICKY_BLOCKED');
  expect(assigned('paused')).toMatchObject({ reason: 'STICKY', variant: { key: 'b' } });
  expect([product.exposures.size, product.asked]).toEqual([0, []]);
});

test('where nothing was ever kept, nobody is asked', async () => {
  product = await SmallProduct.start(definition('plain', [1]));
  const { trialogue } = started({ url: product.url });
  await trialogue.ready();
  await product.stop();
  expect(await trialogue.earlierExposures(anna)).toEqual({});
});

test('a product that does not know either says so', async () => {
  product = await SmallProduct.start(definition('kept', [1, 2], { sticky: {} }));
  const { trialogue, problems } = started({ url: product.url });
  await trialogue.ready();
  product.stale = true;
  await expect(trialogue.earlierExposures(anna)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', retryable: true });
  expect(problems).toMatchObject([{ code: 'STORE_UNAVAILABLE' }]);
});
