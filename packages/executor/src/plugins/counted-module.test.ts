import type { GraphContext, Subscriber } from '@trialogue/plugin-api';
import { countedModule } from './counted-module';
import { Running } from './running';

const context = {} as GraphContext;

async function isIdle(running: Running): Promise<boolean> {
  let idle = false;
  void running.none().then(() => {
    idle = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  return idle;
}

test('a resolver counts until its answer is there; what answers at once still does', async () => {
  const running = new Running();
  let answer: (value: number) => void = () => {};
  const { resolvers, references } = countedModule(
    {
      typeDefs: '',
      resolvers: {
        Query: {
          now: (_, { n }) => n,
          later: () =>
            new Promise((resolve) => {
              answer = resolve;
            }),
          fails: () => {
            throw new Error('no');
          },
        },
      },
      references: { Thing: async (keys) => keys },
    },
    running,
  );
  const { now, later, fails } = resolvers.Query as Record<string, (...given: any[]) => any>;
  expect(now!(null, { n: 3 }, context)).toBe(3);
  expect(() => fails!(null, {}, context)).toThrow('no');
  expect(await references!.Thing!([1], context)).toEqual([1]);
  expect(await isIdle(running)).toBe(true);
  const pending = later!(null, {}, context);
  expect(await isIdle(running)).toBe(false);
  answer(7);
  expect(await pending).toBe(7);
  expect(await isIdle(running)).toBe(true);
});

test.each([
  ['left by its reader', async (events: AsyncIterator<unknown>) => void (await events.return!())],
  [
    'at its end',
    async (events: AsyncIterator<unknown>) => {
      while (!(await events.next()).done);
    },
  ],
])('a subscription counts from its beginning until it is %s', async (_, end) => {
  const running = new Running();
  const ticks: Subscriber = {
    async *subscribe() {
      yield* [1, 2];
    },
  };
  const { resolvers } = countedModule({ typeDefs: '', resolvers: { Subscription: { ticks } } }, running);
  const counted = resolvers.Subscription!.ticks as Subscriber;
  const events = counted.subscribe({}, context)[Symbol.asyncIterator]();
  expect(await events.next()).toEqual({ value: 1, done: false });
  expect(await isIdle(running)).toBe(false);
  await end(events);
  expect(await isIdle(running)).toBe(true);
});
