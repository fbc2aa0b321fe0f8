import type { PluginModule } from '@trialogue/executor';
import { buildSchema } from 'graphql';
import type { Logger } from 'pino';
import { canaryOn } from './canary';

const running = { during: <T>(work: () => Promise<T>) => work() };
const own = 'type Named { name: String } type Query { plugins: [Named] strategies: [Named]';
const logger = { warn: () => {} } as unknown as Logger;

function tried(fields: Record<string, () => unknown>, host: Record<string, () => unknown> = {}) {
  const schema = buildSchema(`${own} ${Object.keys(fields).map((name) => `${name}: Int!`)} }`);
  const resolvers: Record<string, () => unknown> = { plugins: () => [], strategies: () => [], ...host, ...fields };
  for (const [name, resolve] of Object.entries(resolvers)) schema.getQueryType()!.getFields()[name]!.resolve = resolve;
  const fresh: PluginModule[] = Object.keys(fields).map((name) => ({
    ...{ plugin: `of ${name}`, running },
    module: { typeDefs: `extend type Query { ${name}: Int! }`, resolvers: {} },
  }));
  return canaryOn({ contextFor: (request) => request }, logger)(schema, fresh);
}
const slow = () => new Promise<number>(() => {});
const wrong = () => {
  throw new Error('no luck');
};

beforeEach(() => void jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] }));
afterEach(() => void jest.useRealTimers());

test('a field that is slow hides nothing of the others, nor of the host', async () => {
  const answer = tried({ slow, wrong, empty: async () => null, right: () => 1 });
  const broken = expect(tried({ slow }, { plugins: wrong })).rejects.toThrow('no luck');
  await jest.advanceTimersByTimeAsync(2_000);
  expect([...(await answer)]).toEqual([
    ['of wrong', 'Query.wrong answers with an error: no luck'],
    ['of empty', expect.stringContaining('Query.empty answers with an error: Cannot return null')],
  ]);
  await broken;
});
