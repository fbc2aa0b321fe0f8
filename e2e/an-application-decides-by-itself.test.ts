import { OpenFeature } from '@openfeature/server-sdk';
import { createTrialogue, type Trialogue, type TrialogueOptions } from '@trialogue/client';
import { TrialogueProvider } from '@trialogue/client/openfeature-server';
import { makeKey } from '@trialogue/gateway';
import { Store } from '@trialogue/store';
import { silent } from '@trialogue/store/testing';
import { rows } from './support/database';
import { type Product, startProduct, temporaryFolder } from './support/product';
import { until } from './support/until';

interface Flags {
  checkout: string;
  layout: string;
  banner: boolean;
  dutch: string;
  returning: string;
  'checkout-again': string;
}

const application = makeKey('application', ['assign', 'track']);
const operator = makeKey('operator', ['edit', 'read']);
const teller = makeKey('teller', ['track']);
const keys = { TRIALOGUE_KEYS: [application, operator, teller].map(({ entry }) => entry).join(',') };
const asOperator = { authorization: `Bearer ${operator.key}` };

let product: Product & { databaseUrl: string };
beforeAll(async () => {
  product = await startProduct(keys);
}, 60_000);

const clients: Trialogue<Flags>[] = [];
const open = (more: Partial<TrialogueOptions> = {}) => {
  const trialogue = createTrialogue<Flags>({ url: `${product.url}/graphql`, key: application.key, ...more });
  clients.push(trialogue);
  return trialogue;
};
afterEach(async () => {
  for (const one of clients.splice(0)) await one.close();
});

const units = Array.from({ length: 200 }, (_, index) => `user-${index}`);
const act = (what: string) => product.ask(`mutation { ${what} { key } }`, {}, asOperator);

/** Creates and starts a flag whose variants a and b have these values. */
async function startFlag(key: string, a: unknown, b: unknown, more: object = {}): Promise<void> {
  const input = {
    key,
    variants: [
      { key: 'a', value: a },
      { key: 'b', value: b },
    ],
    ...more,
  };
  const create = 'mutation($input: CreateExperimentInput!) { createExperiment(input: $input) { key } }';
  await product.ask(create, { input }, asOperator);
  await product.ask(`mutation { startExperiment(key: "${key}") { key } }`, {}, asOperator);
}

const exposed = (url: string, experiment: string) =>
  rows(url, 'select unit, variant, release, bucket, propensity from exp.exposures where experiment = $1', [experiment]);

test('who is targeted gets a variant, by what the application says of the unit', async () => {
  const targeting = { targeting: 'country == "nl" && age >= 18.0', attributes: { country: 'string', age: 'double' } };
  await startFlag('dutch', 'hallo', 'goedendag', targeting);
  const trialogue = open();
  await trialogue.ready();
  const reason = (attributes: object) =>
    trialogue.assign('dutch', { unit: 'anna', attributes: { ...attributes } }).reason;
  expect(reason({ country: 'be', age: 40 })).toBe('NOT_TARGETED');
  expect(reason({ country: 'nl' })).toBe('NOT_TARGETED');
  expect(reason({ country: 'nl', age: 40 })).toBe('ASSIGNED');
  await trialogue.flush();
  expect(await exposed(product.databaseUrl, 'dutch')).toHaveLength(1);
});

test('an application gives each unit what the product would, and the product has it on record as if it had', async () => {
  await startFlag('checkout', 'one page', 'three steps');
  const trialogue = open();
  expect(await trialogue.ready()).toBe('product');

  const given = units.map((unit) => trialogue.assign('checkout', { unit }));
  trialogue.track('bought', { unit: 'user-1', data: { amount: 3 } });
  await trialogue.flush();
  expect(trialogue.exposures).toEqual({ waiting: 0, recorded: 200, dropped: 0 });
  const recorded = new Map((await exposed(product.databaseUrl, 'checkout')).map((one) => [one.unit, one]));
  expect(recorded.size).toBe(200);
  for (const { unit, variant, release, bucket, propensity } of given)
    expect(recorded.get(unit)).toEqual({ unit, variant: variant!.key, release, bucket, propensity });

  const look = '{ assignment(experiment: "checkout", unit: "user-1") { bucket variant { key } } }';
  const { assignment } = await product.ask(look, {}, asOperator);
  expect(assignment).toMatchObject({ bucket: given[1]!.bucket, variant: { key: given[1]!.variant!.key } });
  const events = `select type, data from exp.events where unit = 'user-1' order by xid, seq`;
  expect((await rows(product.databaseUrl, events)).map(({ type }) => type).sort()).toEqual(['bought', 'exposure']);
});

test('what an operator does is in force in applications at once', async () => {
  await startFlag('layout', 'wide', 'narrow');
  const trialogue = open();
  await trialogue.ready();
  const anna = { unit: 'anna' };
  const value = () => trialogue.value('layout', 'as before', anna);
  expect(value()).not.toBe('as before');
  await act('pauseExperiment(key: "layout")');
  await until(() => value() === 'as before');
  await act('stopExperiment(key: "layout", winner: "b")');
  await until(() => value() === 'narrow');
  await startFlag('banner', true, true);
  await until(() => trialogue.value('banner', false, anna));
});

test('who has met something keeps it: the product says what that was, one by one or many at once', async () => {
  const store = await Store.open({ url: product.databaseUrl, logger: silent });
  const publish = (weights: readonly number[], allocation: number) => {
    const variants = weights.map((weight, index) => {
      const key = 'ab'[index]!;
      return {
        key,
        weight,
        isControl: index === 0,
        executionStrategy: 'none',
        config: {},
        pins: {},
        arm: key,
        value: key,
      };
    });
    const body = {
      ...{
        key: 'returning',
        unitType: 'user',
        status: 'RUNNING',
        salt: 's',
        allocation,
        traffic: 1,
        variants,
        sticky: {},
      },
    };
    return store.transaction((sql) =>
      store.releases.publish(sql, { kind: 'experiment', key: 'returning', schema: 1, body }),
    );
  };
  const release = () => trialogue.definitions().find(({ key }) => key === 'returning')?.release;
  const trialogue = open();
  try {
    const first = await publish([1, 0], 1);
    await until(() => release() === first.hash);
    const ask = (unit: string) => ({ experiment: 'returning', unit });
    const [met] = await trialogue.assignMany([ask('anna')]);
    expect(met!.assignment).toMatchObject({ reason: 'ASSIGNED', variant: { value: 'a' }, release: first.hash });

    const second = await publish([0, 1], 2);
    await until(() => release() === second.hash);
    const outcomes = await trialogue.assignMany([ask('anna'), ask('ben'), ask('')]);
    expect(
      outcomes.map(({ assignment, error }) => error?.code ?? `${assignment!.reason} ${assignment!.variant!.value}`),
    ).toEqual([...['STICKY a', 'ASSIGNED b', 'BAD_USER_INPUT']]);
    const sticky = await trialogue.earlierExposures({ unit: 'anna' });
    expect(trialogue.assign('returning', { unit: 'anna', sticky })).toMatchObject({ reason: 'STICKY', allocation: 1 });
    const none = await trialogue.earlierExposures({ unit: 'carla' });
    expect(trialogue.assign('returning', { unit: 'carla', sticky: none })).toMatchObject({ reason: 'ASSIGNED' });
    await trialogue.flush();
    expect(trialogue.exposures).toEqual({ waiting: 0, recorded: 2, dropped: 0 });
    const recorded = await exposed(product.databaseUrl, 'returning');
    expect(recorded.map(({ unit, variant }) => `${unit} ${variant}`).sort()).toEqual(['anna a', 'ben b', 'carla b']);
  } finally {
    await store.close();
  }
});

test('through OpenFeature', async () => {
  await startFlag('opened', 'one page', 'three steps');
  await OpenFeature.setProviderAndWait(new TrialogueProvider(open()));
  const details = await OpenFeature.getClient().getStringDetails('opened', 'as before', { targetingKey: 'anna' });
  expect(details).toMatchObject({ reason: 'SPLIT', variant: details.value === 'one page' ? 'a' : 'b' });
  await OpenFeature.close();
  expect(await exposed(product.databaseUrl, 'opened')).toMatchObject([{ unit: 'anna', variant: details.variant }]);
});

test.each([
  ['that is not known', 'tri_nothing', 'UNAUTHENTICATED'],
  ['that may not assign', teller.key, 'FORBIDDEN'],
])('a key %s is told so', async (_, key, code) => {
  const problem = await open({ key })
    .ready(2_000)
    .catch((error) => error);
  expect(problem).toMatchObject({ name: 'TrialogueError', code, help: expect.stringContaining('key') });
});

// The last: it ends the product.
test('applications go on while the product is away, start without it, and nothing that units met is lost', async () => {
  await startFlag('checkout-again', 'one page', 'three steps');
  const keep = `${temporaryFolder()}/definitions.json`;
  const trialogue = open({ keep });
  await trialogue.ready();
  const [before, during, after] = [units.slice(0, 50), units.slice(50, 100), units.slice(100, 150)];
  for (const unit of before) trialogue.assign('checkout-again', { unit });
  await product.end('SIGKILL');
  for (const unit of during) trialogue.assign('checkout-again', { unit });
  const other = open({ keep });
  expect(await other.ready()).toBe('kept');
  for (const unit of after) expect(other.assign('checkout-again', { unit }).reason).toBe('ASSIGNED');

  const { url, databaseUrl, root } = product;
  product = await startProduct({ ...keys, DATABASE_URL: databaseUrl, PORT: new URL(url).port }, root);
  expect(product.url).toBe(url);
  await Promise.all([trialogue.flush(40_000), other.flush(40_000)]);
  expect(new Set((await exposed(databaseUrl, 'checkout-again')).map(({ unit }) => unit)).size).toBe(150);
  expect([trialogue.exposures.dropped, other.exposures.dropped]).toEqual([0, 0]);
  await until(() => other.source === 'product');
}, 120_000);
