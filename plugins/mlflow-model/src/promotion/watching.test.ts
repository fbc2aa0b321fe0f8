import { MlflowError } from '@trialogue/mlflow';
import { fakeHost } from '@trialogue/plugin-api/testing';
import { openProcess, registryOf, type World } from './testing/promoting';
import { look } from './watching';

const counts = { completions: 0, failures: 0, fallbacks: 0 };
const world: World = {
  records: fakeHost().records,
  registry: registryOf({ 1: {}, 2: {} }, { champion: '1' }),
  nowMs: Date.parse('2026-01-01T00:00:00Z'),
  graph: () => ({
    experiment: {
      ...{ status: 'RUNNING', release: { hash: 'r' }, winner: null },
      variants: [{ key: 'v', model: { policyVersion: { modelName: 'm', modelVersion: '2' } } }],
      results: { asOf: '2026-01-01T00:00:00Z', variants: [{ variant: { key: 'v' }, exposures: 9, ...counts }] },
    },
  }),
};
const watch = { experiment: 'e', failureRate: 0.5, minExecutions: 4, forMinutes: 10 };
const proposal = { model: 'm', version: '2', alias: 'champion', experiment: null, checks: {}, watch, comment: null };
const later = (minutes: number) => openProcess({ ...world, nowMs: world.nowMs + minutes * 60_000 });
const aliases = () => world.registry.aliases;

async function promote(): Promise<string> {
  const { promotions } = later(0);
  const { id } = await promotions.propose(proposal, 'ann');
  await promotions.approve(id, 'ben', null);
  expect(aliases().champion).toBe('2');
  return id;
}

test('failures from before the promotion, and too few of them, roll nothing back; too many do, once', async () => {
  Object.assign(counts, { completions: 0, failures: 100 });
  const id = await promote();
  Object.assign(counts, { completions: 2, failures: 101 });
  await look(later(1));
  Object.assign(counts, { completions: 2, failures: 102 });
  await look(later(2));
  expect(aliases().champion).toBe('2'); // half of them, as they may
  Object.assign(counts, { completions: 3, failures: 102, fallbacks: 1 }); // one by the fallback variant
  await Promise.all([look(later(3)), look(later(3)), look(later(3))]);
  expect(aliases().champion).toBe('1');
  const { promotions, ledger } = later(4);
  expect(await promotions.find(id)).toMatchObject({
    status: 'ROLLED_BACK',
    reason: '3 of 5 executions in e have failed since the promotion; at most 0.5 of them may',
  });
  expect(world.registry.log).toEqual(['champion → 2', 'champion → 1']);
  await look(later(4));
  expect(await ledger.watched()).toEqual([]);
});

test('a rollback that MLflow refuses is tried again by the next looks, ten times', async () => {
  Object.assign(counts, { completions: 0, failures: 0, fallbacks: 0 });
  const id = await promote();
  Object.assign(counts, { failures: 50 });
  const { registry } = world;
  const { setAlias } = registry;
  let refused = 0;
  registry.setAlias = async () => {
    refused += 1;
    throw new MlflowError('it answers 400: no', 'INVALID_PARAMETER_VALUE');
  };
  await look(later(1));
  expect(await later(1).promotions.find(id)).toMatchObject({
    status: 'PROMOTED',
    reason: 'MLflow refused it: it answers 400: no',
  });
  registry.setAlias = setAlias;
  await look(later(2));
  expect(await later(2).promotions.find(id)).toMatchObject({ status: 'ROLLED_BACK' });
  expect(aliases().champion).toBe('1');

  Object.assign(counts, { failures: 0 });
  await promote();
  Object.assign(counts, { failures: 50 });
  refused = 0;
  registry.setAlias = async () => {
    refused += 1;
    throw new MlflowError('it answers 400: no', 'INVALID_PARAMETER_VALUE');
  };
  for (let minute = 1; minute <= 12; minute += 1) await look(later(minute));
  expect([refused, await later(12).ledger.watched()]).toEqual([10, []]);
  registry.setAlias = setAlias;
  aliases().champion = '1';
});

test('it is watched for as long as was asked, and not when somebody has moved the alias', async () => {
  Object.assign(counts, { completions: 0, failures: 0 });
  const id = await promote();
  await look(later(10));
  expect(await later(10).ledger.watched()).toEqual([id]);
  await look(later(11));
  expect(await later(11).ledger.watched()).toEqual([]);
  await later(11).promotions.rollBack(id, 'cyd', null);

  const other = await promote();
  world.registry.versions['3'] = {};
  aliases().champion = '3';
  Object.assign(counts, { completions: 0, failures: 50 });
  await look(later(1));
  expect([aliases().champion, await later(1).ledger.watched()]).toEqual(['3', []]);
  expect(await later(1).promotions.find(other)).toMatchObject({ status: 'PROMOTED' });
});
