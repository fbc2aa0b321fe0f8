import { OpenFeature, ProviderEvents, ProviderStatus } from '@openfeature/server-sdk';
import type { Targeting } from '@trialogue/assignment';
import { until } from '@trialogue/store/testing';
import { compileTargeting } from '@trialogue/targeting';
import { definition } from '../testing/definition';
import { SmallProduct } from '../testing/small-product';
import { closeAll, started } from '../testing/started';
import { TrialogueProvider } from './server';

const anna = { targetingKey: 'anna' };
const flags = OpenFeature.getClient();
let product: SmallProduct;

async function provide() {
  const all = started({ url: product.url });
  await OpenFeature.setProviderAndWait(new TrialogueProvider(all.trialogue, { readyMs: 1_000 }));
  return all;
}

const { targeting } = compileTargeting('country == "nl" && since < timestamp("2026-01-01T00:00:00Z")', {
  ...{ country: 'string', since: 'timestamp' },
}) as { targeting: Targeting };

beforeEach(async () => {
  product = await SmallProduct.start(
    definition('split', ['red', 'blue']),
    definition('on', [true]),
    definition('layout', [{ columns: [1, 2] }]),
    definition('size', [3]),
    definition('off', [1], { status: 'PAUSED' }),
    definition('closed', ['x'], { traffic: 0 }),
    definition('won', ['x', 'y'], { status: 'STOPPED', winner: 'b' }),
    definition('tested', ['x', 'y'], { overrides: { anna: 'b' } }),
    definition('bare', [undefined, undefined]),
    definition('dutch', ['ja'], { targeting }),
  );
});
afterEach(async () => {
  await OpenFeature.clearProviders();
  OpenFeature.clearHandlers();
  await closeAll();
  await product.stop();
});

test('values of every type, each by the variant that the unit gets', async () => {
  await provide();
  expect(await flags.getBooleanValue('on', false, anna)).toBe(true);
  expect(await flags.getNumberValue('size', 0, anna)).toBe(3);
  expect(await flags.getObjectValue('layout', {}, anna)).toEqual({ columns: [1, 2] });
  expect(['red', 'blue']).toContain(await flags.getStringValue('split', 'grey', anna));
});

test.each([
  ['split', 'SPLIT', 'ASSIGNED'],
  ['on', 'STATIC', 'ASSIGNED'],
  ['off', 'DISABLED', 'NOT_RUNNING'],
  ['closed', 'DEFAULT', 'OUTSIDE_TRAFFIC'],
  ['won', 'STATIC', 'WINNER'],
  ['tested', 'TARGETING_MATCH', 'OVERRIDE'],
] as const)('%s: the reason is %s, for %s', async (key, reason, assignmentReason) => {
  await provide();
  const ask = key === 'on' ? flags.getBooleanDetails(key, false, anna) : flags.getStringDetails(key, 'grey', anna);
  const { errorCode, flagMetadata, ...details } = await ask;
  expect({ errorCode, ...details }).toMatchObject({ errorCode: undefined, reason });
  expect(flagMetadata).toMatchObject({ assignmentReason, release: expect.stringMatching(/^release-/), allocation: 1 });
  if (reason === 'DISABLED' || reason === 'DEFAULT') expect(details).toMatchObject({ value: 'grey' });
  else expect(details.variant).toMatch(/^[ab]$/);
});

test('a variant without a value leaves the code its own', async () => {
  await provide();
  expect(await flags.getStringDetails('bare', 'grey', anna)).toMatchObject({
    ...{ value: 'grey', variant: expect.stringMatching(/^[ab]$/), reason: 'SPLIT' },
  });
});

test('the context is what targeting goes by, times as text', async () => {
  await provide();
  const details = (more: object) => flags.getStringDetails('dutch', 'nee', { ...anna, ...more });
  const since = new Date('2025-11-23');
  expect(await details({ country: 'nl', since })).toMatchObject({ value: 'ja', reason: 'TARGETING_MATCH' });
  expect(await details({ country: 'be', since })).toMatchObject({ value: 'nee', reason: 'DEFAULT' });
  expect(await details({ country: 'nl', since: new Date('2026-11-23') })).toMatchObject({ reason: 'DEFAULT' });
  expect(await details({ country: 'nl' })).toMatchObject({ value: 'nee', reason: 'DEFAULT' });
});

test.each([
  ['nothing', anna, 'FLAG_NOT_FOUND'],
  ['size', anna, 'TYPE_MISMATCH'],
  ['split', {}, 'TARGETING_KEY_MISSING'],
  ['split', { targetingKey: 'x'.repeat(300) }, 'INVALID_CONTEXT'],
])('%s for %j: the code’s own value, and %s', async (key, context, errorCode) => {
  const { trialogue } = await provide();
  expect(await flags.getStringDetails(key, 'grey', context)).toMatchObject({
    value: 'grey',
    reason: 'ERROR',
    errorCode,
  });
  expect(trialogue.exposures.waiting).toBe(0);
});

test('what units meet is recorded, and what they do', async () => {
  const { trialogue } = await provide();
  for (const targetingKey of ['anna', 'ben', 'anna']) await flags.getStringValue('split', 'grey', { targetingKey });
  await flags.getStringValue('won', 'grey', anna);
  flags.track('bought', anna, { value: 3, currency: 'EUR' });
  await trialogue.flush();
  expect([...product.exposures.values()].map(({ experiment, unit }) => `${experiment} ${unit}`)).toEqual([
    'split anna',
    'split ben',
  ]);
  expect([...product.tracked.values()]).toMatchObject([
    { type: 'bought', unit: 'anna', data: { value: 3, currency: 'EUR' } },
  ]);
});

test('a flag that goes by the past is asked of the product', async () => {
  product.publish(definition('kept', ['old', 'new'], { sticky: {}, allocation: 2 }));
  product.met.set('anna', { kept: { variant: 'a', allocation: 1, bucket: 0.1, propensity: 0.5 } });
  await provide();
  expect(await flags.getStringDetails('kept', 'grey', anna)).toMatchObject({
    ...{ value: 'old', variant: 'a', reason: 'SPLIT', flagMetadata: { assignmentReason: 'STICKY', allocation: 1 } },
  });
  product.met.set('anna', { kept: { variant: 'a', allocation: 1, bucket: 0.1, propensity: 1 } });
  expect(await flags.getStringDetails('kept', 'grey', anna)).toMatchObject({ value: 'old', reason: 'SPLIT' });
  expect(await flags.getNumberDetails('kept', 1, anna)).toMatchObject({ value: 1, errorCode: 'TYPE_MISMATCH' });
  await product.stop();
  expect(await flags.getStringDetails('kept', 'grey', anna)).toMatchObject({ value: 'grey', errorCode: 'GENERAL' });
});

test('it tells what changes, that it is stale, and that it is ready again', async () => {
  const told: string[] = [];
  for (const event of [ProviderEvents.Ready, ProviderEvents.Stale, ProviderEvents.ConfigurationChanged])
    OpenFeature.addHandler(event, (details: any) => {
      told.push([event, ...(details.flagsChanged ?? [])].join(' '));
    });
  await provide();
  await until(() => product.subscriptions.length === 1);
  product.publish(definition('size', [4]));
  await until(() => told.includes('PROVIDER_CONFIGURATION_CHANGED size'));
  expect(await flags.getNumberValue('size', 0, anna)).toBe(4);
  await product.stop();
  await until(() => flags.providerStatus === ProviderStatus.STALE);
  expect(await flags.getNumberValue('size', 0, anna)).toBe(4);
  await product.listen();
  await until(() => flags.providerStatus === ProviderStatus.READY);
  expect(told.filter((event) => event !== 'PROVIDER_CONFIGURATION_CHANGED size')).toEqual([
    ...['PROVIDER_READY', 'PROVIDER_STALE', 'PROVIDER_READY'],
  ]);
});

test('a product that is away is an error, until it is there', async () => {
  await product.stop();
  const errors: string[] = [];
  OpenFeature.addHandler(ProviderEvents.Error, (details) => {
    errors.push(String(details?.message));
  });
  await expect(provide()).rejects.toThrow('cannot be reached');
  expect(errors).toHaveLength(1);
  expect(await flags.getNumberDetails('size', 0, anna)).toMatchObject({ value: 0, reason: 'ERROR' });
  await product.listen();
  await until(async () => (await flags.getNumberValue('size', 0, anna)) === 3);
  await until(() => flags.providerStatus === ProviderStatus.READY);
});
