import type { Allocator } from '@trialogue/plugin-api';
import { compileSchema } from '@trialogue/plugin-api/host';
import { silent } from '@trialogue/store/testing';
import { AllocatorFailed, type AllocatorRequest, askAllocator } from './ask-allocator';
import { Running } from './plugins/running';

const schema = { type: 'object', properties: { share: { type: 'number', default: 0.5 } } };
const loaded = (allocate: Allocator['allocate']) => ({
  ...{ plugin: 'p', running: new Running(), options: compileSchema<any>(schema) },
  allocator: { name: 'fair', version: '1', options: schema, allocate } as Allocator,
});
const arm = (variant: string) => ({ variant, weight: 0.5, units: 10, sum: 5, sumSquares: 5 });
const request = (more: Partial<AllocatorRequest> = {}): AllocatorRequest => ({
  ...{ arms: [arm('a'), arm('b')], options: {}, seed: 's', floor: 0.1, timeLimitMs: 5_000 },
  ...{ signal: new AbortController().signal, logger: silent, ...more },
});
const ask = (allocate: Allocator['allocate'], more?: Partial<AllocatorRequest>) =>
  askAllocator(loaded(allocate), request(more));

test('weights are made to sum to 1 above the floor; options have their defaults', async () => {
  const weights = await ask(async (arms, { options }: any) => ({ a: arms.length * options.share, b: 3 }));
  expect([...weights]).toEqual([
    ['a', 0.1 + 0.8 / 4],
    ['b', 0.1 + 0.8 * 0.75],
  ]);
  expect([...(await ask(async () => ({ a: 0, b: 1 }), { floor: 0.5 }))]).toEqual([
    ['a', 0.5],
    ['b', 0.5],
  ]);
});

test('the same request gets the same random numbers, another one others', async () => {
  const drawn: Record<string, number> = {};
  const draw = (name: string, more?: Partial<AllocatorRequest>) =>
    ask(async (_, { random }) => {
      drawn[name] = random();
      return { a: 1, b: 1 };
    }, more);
  await draw('one');
  await draw('again');
  await draw('other', { seed: 't' });
  expect(drawn.again).toBe(drawn.one);
  expect(drawn.other).not.toBe(drawn.one);
});

test('sums of squares may be larger than what JSON keeps exactly', async () => {
  const large = { ...arm('a'), sum: 2e15, sumSquares: 4e29 };
  const drawn: number[] = [];
  for (const sumSquares of [4e29, 5e29])
    await ask(
      async (_, { random }) => {
        drawn.push(random());
        return { a: 1, b: 1 };
      },
      { arms: [{ ...large, sumSquares }, arm('b')] },
    );
  expect(drawn[0]).not.toBe(drawn[1]);
});

test.each([
  ['throws', () => Promise.reject(new TypeError('secret')), 'it threw TypeError'],
  ['nothing', async () => null, 'it answers no weights'],
  ['a stranger', async () => ({ a: 1, b: 1, c: 1 }), 'it gives a weight to c, which is no variant'],
  ['one missing', async () => ({ a: 1 }), 'the weight that it gives to b is undefined'],
  ['negative', async () => ({ a: -1, b: 1 }), 'the weight that it gives to a is -1'],
  ['no number', async () => ({ a: Number.NaN, b: 1 }), 'the weight that it gives to a is NaN'],
  ['all zero', async () => ({ a: 0, b: 0 }), 'its weights sum to 0'],
  ['overflowing', async () => ({ a: 1e308, b: 1e308 }), 'its weights sum to Infinity'],
])('what is no answer fails with its reason: %s', async (_, allocate, reason) => {
  const failed = ask(allocate as never);
  await expect(failed).rejects.toThrow(AllocatorFailed);
  await expect(failed).rejects.toThrow(reason);
});

test('it is not waited for beyond its time, nor asked with options that it refuses', async () => {
  await expect(ask(() => new Promise(() => {}), { timeLimitMs: 20 })).rejects.toThrow('it took longer than 20 ms');
  const asked = jest.fn();
  await expect(ask(asked, { options: { share: 'much' } })).rejects.toThrow(/^its options are refused: /);
  expect(asked).not.toHaveBeenCalled();
});

test('its plugin is not stopped under it', async () => {
  const plugin = loaded(async () => ({ a: 1, b: 1 }));
  const during = jest.spyOn(plugin.running, 'during');
  await askAllocator(plugin, request());
  expect(during).toHaveBeenCalledTimes(1);
});
