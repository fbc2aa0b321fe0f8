import { MlflowError } from '@trialogue/mlflow';
import { Signatures } from './signatures';

const signature = { inputs: [{ name: 'income', type: 'double' }], outputs: [], params: [] };
const model = { name: 'food_budget', version: '1' };

function asking(answer: () => Promise<any>) {
  const asked: string[] = [];
  const warned: string[] = [];
  let now = 0;
  const logger = { info: () => {}, error: () => {}, warn: (_: object, text: string) => void warned.push(text) };
  const registry = {
    signature(name: string, version: string) {
      asked.push(`${name}/${version}`);
      return answer();
    },
  };
  const signatures = new Signatures(registry, logger, () => now);
  return { signatures, asked, warned, later: (ms: number) => (now += ms) };
}

test('a version’s signature is asked for once', async () => {
  const { signatures, asked } = asking(async () => signature);
  expect(await Promise.all([signatures.of(model), signatures.of(model)])).toEqual([signature, signature]);
  expect(await signatures.of({ ...model, version: '2' })).toEqual(signature);
  expect(asked).toEqual(['food_budget/1', 'food_budget/2']);
});

test('that there is none is remembered too', async () => {
  const { signatures, asked } = asking(async () => null);
  expect([await signatures.of(model), await signatures.of(model)]).toEqual([undefined, undefined]);
  expect(asked).toHaveLength(1);
});

test('a registry that is away is said once, left alone for half a minute, and keeps nobody', async () => {
  let isAway = true;
  const { signatures, asked, warned, later } = asking(async () => {
    if (isAway) throw new MlflowError('ECONNREFUSED');
    return signature;
  });
  expect([await signatures.of(model), await signatures.of(model)]).toEqual([undefined, undefined]);
  expect([asked.length, warned.length]).toEqual([1, 1]);
  isAway = false;
  later(30_000);
  expect(await signatures.of(model)).toEqual(signature);
});

test('one that refuses to tell of a model is asked of others, and of this one half a minute later', async () => {
  let refuses = true;
  const { signatures, asked, later } = asking(async () => {
    if (refuses) throw new MlflowError('it answers 403 PERMISSION_DENIED', 'PERMISSION_DENIED');
    return signature;
  });
  expect([await signatures.of(model), await signatures.of(model)]).toEqual([undefined, undefined]);
  refuses = false;
  expect(await signatures.of({ ...model, version: '2' })).toEqual(signature);
  expect(await signatures.of(model)).toBeUndefined();
  later(30_000);
  expect(await signatures.of(model)).toEqual(signature);
  expect(asked).toEqual(['food_budget/1', 'food_budget/2', 'food_budget/1']);
});

test('one that hangs keeps the calls of the first half second, and none after it', async () => {
  const { signatures, asked } = asking(() => new Promise(() => {}));
  await Promise.all([signatures.of(model), signatures.of(model)]);
  const [later, timers] = [signatures.of(model), jest.spyOn(globalThis, 'setTimeout')];
  expect(await later).toBeUndefined();
  await signatures.of(model);
  expect([asked.length, timers.mock.calls.length]).toEqual([1, 0]);
  timers.mockRestore();
});

test('one that is slow keeps a call for half a second, and is there for the next', async () => {
  let answer = (_: typeof signature) => {};
  const { signatures } = asking(() => new Promise((resolve) => (answer = resolve)));
  expect(await signatures.of(model)).toBeUndefined();
  answer(signature);
  await new Promise(setImmediate);
  expect(await signatures.of(model)).toEqual(signature);
});
