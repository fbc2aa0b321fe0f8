import { OpenFeature, ProviderEvents, ProviderStatus } from '@openfeature/web-sdk';
import { until } from '@trialogue/store/testing';
import { definition } from '../testing/definition';
import { SmallProduct } from '../testing/small-product';
import { closeAll, started } from '../testing/started';
import { TrialogueProvider } from './web';

const flags = OpenFeature.getClient();
const met = (variant: string) => ({ kept: { variant, allocation: 1, bucket: 0.1, propensity: 0.5 } });
const kept = () => definition('kept', ['old', 'new'], { sticky: {}, allocation: 2 });
let product: SmallProduct;

async function provide(targetingKey?: string) {
  const all = started({ url: product.url });
  await OpenFeature.setContext(targetingKey === undefined ? {} : { targetingKey });
  await OpenFeature.setProviderAndWait(new TrialogueProvider(all.trialogue, { readyMs: 1_000 }));
  return all;
}

beforeEach(async () => {
  product = await SmallProduct.start(
    definition('split', ['red', 'blue']),
    definition('on', [true]),
    definition('size', [3]),
    definition('layout', [{ columns: 2 }]),
  );
});
afterEach(async () => {
  await OpenFeature.clearProviders();
  OpenFeature.clearHandlers();
  await closeAll();
  await product.stop();
});

test('values of every type at once, exposures and events of the page’s unit', async () => {
  const { trialogue } = await provide('anna');
  expect(flags.getBooleanValue('on', false)).toBe(true);
  expect(flags.getNumberValue('size', 0)).toBe(3);
  expect(flags.getObjectValue('layout', {})).toEqual({ columns: 2 });
  expect(flags.getStringDetails('split', 'grey')).toMatchObject({ reason: 'SPLIT', variant: expect.any(String) });
  flags.track('bought', { value: 3 });
  await trialogue.flush();
  expect(product.exposures.size).toBe(4);
  expect([...product.tracked.values()]).toMatchObject([{ type: 'bought', unit: 'anna', data: { value: 3 } }]);
});

test.each([
  ['nothing', 'anna', 'FLAG_NOT_FOUND'],
  ['size', 'anna', 'TYPE_MISMATCH'],
  ['split', undefined, 'TARGETING_KEY_MISSING'],
])('%s for %s: the code’s own value, and %s', async (key, unit, errorCode) => {
  await provide(unit);
  expect(flags.getStringDetails(key, 'grey')).toMatchObject({ value: 'grey', reason: 'ERROR', errorCode });
});

test('what a unit was exposed to before is learnt with its context, and when a flag comes that goes by it', async () => {
  product.met.set('anna', met('a'));
  product.met.set('ben', met('b'));
  await provide('anna');
  await until(() => product.subscriptions.length === 1);
  const values: string[] = [];
  OpenFeature.addHandler(ProviderEvents.ConfigurationChanged, () => {
    values.push(flags.getStringValue('kept', 'grey'));
  });
  product.publish(kept());
  await until(() => values.length === 1);
  expect(values).toEqual(['old']);
  await OpenFeature.setContext({ targetingKey: 'ben' });
  expect(flags.getStringValue('kept', 'grey')).toBe('new');
  await OpenFeature.setContext({ targetingKey: 'carla' });
  expect(flags.getStringDetails('kept', 'grey').flagMetadata).toMatchObject({ assignmentReason: 'ASSIGNED' });
});

test('while that cannot be learnt such a flag is the code’s own, and is learnt when the product is back', async () => {
  product.publish(kept());
  product.met.set('anna', met('a'));
  await provide();
  await until(() => product.subscriptions.length === 1);
  await product.stop();
  await until(() => flags.providerStatus === ProviderStatus.STALE);
  await OpenFeature.setContext({ targetingKey: 'anna' });
  expect(flags.getStringDetails('kept', 'grey')).toMatchObject({ value: 'grey', errorCode: 'GENERAL' });
  expect(flags.getBooleanValue('on', false)).toBe(true);
  await product.listen();
  await until(() => flags.getStringValue('kept', 'grey') === 'old');
  expect(flags.providerStatus).toBe(ProviderStatus.READY);
});
