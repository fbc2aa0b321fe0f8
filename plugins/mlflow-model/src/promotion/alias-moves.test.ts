import { MlflowError } from '@trialogue/mlflow';
import type { Records } from '@trialogue/plugin-api';
import { fakeHost } from '@trialogue/plugin-api/testing';
import { openProcess, registryOf, type World } from './testing/promoting';

const world = (): World => ({
  records: fakeHost().records,
  registry: registryOf({ 1: { rmse: 3 }, 2: { rmse: 2 } }, { champion: '1' }),
  nowMs: Date.parse('2026-01-01T00:00:00Z'),
});

const proposal = {
  ...{ model: 'm', version: '2', alias: 'champion', experiment: null, watch: null, comment: null },
  checks: {},
};

class Crash extends Error {}

/** The calls of an object, until the process dies at one of them: before it has an effect, or behind it. */
function dying<Calls extends object>(calls: Calls, dies: { left: number; behind: boolean }): Calls {
  return new Proxy(calls, {
    get:
      (target: any, name) =>
      async (...words: unknown[]) => {
        if (dies.left < 0 || (dies.left === 0 && !dies.behind)) {
          dies.left = -1;
          throw new Crash('the process died');
        }
        dies.left -= 1;
        const answer = await target[name](...words);
        if (dies.left >= 0 || !dies.behind) return answer;
        throw new Crash('the process died');
      },
  });
}

/** How many calls an act makes. */
async function callsOf(act: (world: World) => Promise<unknown>, given: World): Promise<number> {
  const dies = { left: 1_000, behind: false };
  await act({ ...given, records: dying(given.records, dies), registry: dying(given.registry, dies) });
  return 1_000 - dies.left;
}

const approve = (id: string) => (given: World) => openProcess(given).promotions.approve(id, 'ben', 'fine');
const rollBack = (id: string) => (given: World) => openProcess(given).promotions.rollBack(id, 'cyd', 'worse');

async function proposed(): Promise<[World, string]> {
  const given = world();
  const { id } = await openProcess(given).promotions.propose(proposal, 'ann');
  return [given, id];
}
async function promoted(): Promise<[World, string]> {
  const [given, id] = await proposed();
  await approve(id)(given);
  return [given, id];
}

test.each([
  ['an approval', proposed, approve, ['PROPOSED', '1'], ['PROMOTED', '2']],
  ['a rollback', promoted, rollBack, ['PROMOTED', '2'], ['ROLLED_BACK', '1']],
] as const)(
  '%s that dies at any call is completed by another process, or was never begun',
  async (_, prepare, act, before, after) => {
    const [counting, counted] = await prepare();
    const calls = await callsOf(act(counted), counting);
    expect(calls).toBeGreaterThan(8);
    const ends = new Set<string>();
    for (let left = 0; left < calls; left += 1)
      for (const behind of [false, true]) {
        const [given, id] = await prepare();
        const dies = { left, behind };
        const dead = { ...given, records: dying<Records>(given.records, dies), registry: dying(given.registry, dies) };
        await act(id)(dead).catch(() => undefined);
        const later = openProcess({ ...given, nowMs: given.nowMs + 121_000 });
        await later.moves.completeLeft();
        const { status, history } = (await later.promotions.find(id))!;
        const state = [status, given.registry.aliases.champion];
        ends.add(status);
        expect([before, after]).toContainEqual(state);
        const moves = history.filter((one) => one.act === 'PROMOTE' || one.act === 'ROLLED_BACK').length;
        expect(moves).toBe(status === 'PROPOSED' ? 0 : status === 'ROLLED_BACK' ? 2 : 1);
        // What was never begun can be begun again: no hold is left behind.
        if (status === before[0])
          expect(await act(id)({ ...given, nowMs: given.nowMs + 121_000 })).toMatchObject({ status: after[0] });
        expect(await later.ledger.left()).toEqual([]);
      }
    expect([...ends].sort()).toEqual([before[0], after[0]].sort());
  },
);

test('one that was written although the answer was lost is completed by the next look', async () => {
  const [given, id] = await proposed();
  let isLost = false;
  const records = new Proxy(given.records, {
    get: (target: any, name) =>
      name !== 'put'
        ? target[name]
        : async (key: string, ...words: unknown[]) => {
            const answer = await target.put(key, ...words);
            if (isLost || !key.startsWith('promotion/')) return answer;
            isLost = true;
            throw new Error('the connection is lost');
          },
  });
  await expect(approve(id)({ ...given, records })).rejects.toThrow('the connection is lost');
  expect(await openProcess(given).promotions.find(id)).toMatchObject({ status: 'PROMOTING' });
  await openProcess(given).moves.completeLeft();
  expect(await openProcess(given).promotions.find(id)).toMatchObject({ status: 'PROMOTED' });
  expect(given.registry.log).toEqual(['champion → 2']);
});

test('what another process has completed and rolled back since it was read is left as it is', async () => {
  const [given, id] = await proposed();
  const { setAlias } = given.registry;
  given.registry.setAlias = async () => {
    throw new MlflowError('ECONNREFUSED');
  };
  expect(await approve(id)(given)).toMatchObject({ status: 'PROMOTING' });
  given.registry.setAlias = setAlias;
  let isRead = false;
  const records = new Proxy(given.records, {
    get: (target: any, name) =>
      name !== 'get'
        ? target[name]
        : async (key: string) => {
            const read = await target.get(key);
            if (isRead || !key.startsWith('promotion/')) return read;
            isRead = true;
            await openProcess(given).moves.completeLeft();
            await rollBack(id)(given);
            return read;
          },
  });
  await openProcess({ ...given, records }).moves.completeLeft();
  expect(await openProcess(given).promotions.find(id)).toMatchObject({ status: 'ROLLED_BACK' });
  expect(given.registry.aliases.champion).toBe('1');
  expect(given.registry.log).toEqual(['champion → 2', 'champion → 1']);
  expect(await openProcess(given).ledger.left()).toEqual([]);
});

test('of two approvals at once one moves the alias, and the other is told', async () => {
  const [given, id] = await proposed();
  const both = await Promise.allSettled([approve(id)(given), approve(id)(given)]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const { reason } = both.find((one) => one.status === 'rejected') as PromiseRejectedResult;
  expect(['PROMOTION_BUSY', 'PROMOTION_STATE', 'PROMOTION_ALIAS_MOVED']).toContain(reason.code);
  expect(given.registry.log).toEqual(['champion → 2']);
});

test('two promotions of one alias: the one that comes second finds it moved', async () => {
  const given = world();
  const { promotions } = openProcess(given);
  given.registry.versions['3'] = { rmse: 1 };
  const two = await promotions.propose(proposal, 'ann');
  const three = await promotions.propose({ ...proposal, version: '3' }, 'ann');
  const both = await Promise.allSettled([approve(two.id)(given), approve(three.id)(given)]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(given.registry.log).toHaveLength(1);
  const late = both[0].status === 'fulfilled' ? three : two;
  await expect(promotions.approve(late.id, 'ben', null)).rejects.toMatchObject({ code: 'PROMOTION_ALIAS_MOVED' });
});

test('an alias that somebody has moved by hand is neither promoted over nor rolled back', async () => {
  const [given, id] = await proposed();
  given.registry.versions['3'] = {};
  given.registry.aliases.champion = '3';
  await expect(approve(id)(given)).rejects.toMatchObject({
    code: 'PROMOTION_ALIAS_MOVED',
    message: 'The alias champion of m stands for version 3 now, not for version 1 as it did.',
  });
  expect(await openProcess(given).promotions.find(id)).toMatchObject({ status: 'PROPOSED' });
  given.registry.aliases.champion = '1';
  await approve(id)(given);
  given.registry.aliases.champion = '3';
  await expect(rollBack(id)(given)).rejects.toMatchObject({ code: 'PROMOTION_ALIAS_MOVED' });
  expect(given.registry.aliases.champion).toBe('3');
});

test('while MLflow does not answer a promotion stays PROMOTING, and is completed by the next look', async () => {
  const [given, id] = await proposed();
  const { setAlias } = given.registry;
  given.registry.setAlias = async () => {
    throw new MlflowError('ECONNREFUSED');
  };
  expect(await approve(id)(given)).toMatchObject({
    status: 'PROMOTING',
    reason: expect.stringContaining('ECONNREFUSED'),
  });
  const { moves, promotions } = openProcess(given);
  await moves.completeLeft();
  expect(await promotions.find(id)).toMatchObject({ status: 'PROMOTING' });
  given.registry.setAlias = setAlias;
  await moves.completeLeft();
  expect(await promotions.find(id)).toMatchObject({ status: 'PROMOTED', reason: null });
  expect(given.registry.log).toEqual(['champion → 2']);
});

test('what MLflow refuses has failed, and the alias is free for another', async () => {
  const [given, id] = await proposed();
  given.registry.setAlias = async () => {
    throw new MlflowError('it answers 400 INVALID_PARAMETER_VALUE: no', 'INVALID_PARAMETER_VALUE');
  };
  expect(await approve(id)(given)).toMatchObject({
    status: 'FAILED',
    reason: 'MLflow refused it: it answers 400 INVALID_PARAMETER_VALUE: no',
  });
  expect(await openProcess(given).ledger.left()).toEqual([]);
});

test('one that cannot be completed holds no other up', async () => {
  const given = world();
  given.registry.versions['3'] = {};
  const { promotions } = openProcess(given);
  const propose = (alias: string) => promotions.propose({ ...proposal, alias, version: '3' }, 'ann');
  const ids = [(await propose('a')).id, (await propose('b')).id];
  const { setAlias } = given.registry;
  given.registry.setAlias = async () => {
    throw new MlflowError('ECONNREFUSED');
  };
  for (const id of ids) await approve(id)(given);
  given.registry.setAlias = setAlias;
  const stuck = (await openProcess(given).ledger.left())[0]!;
  const records = new Proxy(given.records, {
    get: (target: any, name) =>
      name !== 'put'
        ? target[name]
        : async (key: string, ...words: unknown[]) => {
            if (key === `promotion/${stuck}`) throw new Error('the value is too large');
            return target.put(key, ...words);
          },
  });
  await openProcess({ ...given, records }).moves.completeLeft();
  const statuses = await Promise.all(ids.map(async (id) => [id === stuck, (await promotions.find(id))!.status]));
  expect(statuses.sort()).toEqual([
    [false, 'PROMOTED'],
    [true, 'PROMOTING'],
  ]);
});

test('what a tag of MLflow does not hold of the snapshot is left out, and the rest is JSON', async () => {
  const given = world();
  given.registry.versions['2'] = Object.fromEntries(
    Array.from({ length: 200 }, (_, index) => [`a_metric_with_a_name_that_is_long_enough_for_this_${index}`, index]),
  );
  const { promotions } = openProcess(given);
  const { id, snapshot } = await promotions.propose(proposal, 'ann');
  expect(Object.keys(snapshot.metrics)).toHaveLength(100);
  const { snapshot: decided } = await promotions.approve(id, 'ben', null);
  expect(JSON.parse(given.registry.tags['2 trialogue.snapshot']!)).toEqual({ at: decided.at, experiment: null });
});

test('an alias that there was not is taken away again by a rollback', async () => {
  const given = world();
  const { id } = await openProcess(given).promotions.propose({ ...proposal, alias: 'challenger' }, 'ann');
  await approve(id)(given);
  expect(given.registry.aliases.challenger).toBe('2');
  await rollBack(id)(given);
  expect(given.registry.aliases).toEqual({ champion: '1' });
});
