import type { GraphModule } from '@trialogue/plugin-api';
import { joinModule } from './join-module';

const running = { during: <T>(work: () => Promise<T>) => work() };
const join = (module: GraphModule, sdl = 'type Query { a: Int }') =>
  joinModule({ plugin: 'tested', module, running }, sdl);

test('a module that resolves what it does not declare is refused', () => {
  const resolvers = { Query: { b: () => 1 } };
  expect(() => join({ typeDefs: 'extend type Query { c: Int }', resolvers })).toThrow(
    'it brings a resolver of Query.b, which its SDL does not declare',
  );
});
