import type { RequestContext } from '@trialogue/subgraph';
import { contextFor, pluginLoads } from './plugin-context';

test('each resolver has a context of its own, and its loads are those of the request', async () => {
  const [request, other] = [{ caller: {} }, { caller: {} }] as RequestContext[];
  const loadsOf = pluginLoads();
  const { signal } = new AbortController();
  const contextOf = (one: RequestContext) => contextFor(one, loadsOf(one), () => signal);
  const [first, second, apart] = [contextOf(request!), contextOf(request!), contextOf(other!)];
  // By it a worker knows what is of one request.
  expect([first!.load === second!.load, first!.load === apart!.load]).toEqual([true, false]);
  const batches: unknown[] = [];
  const load = ({ load }: typeof first, key: string) =>
    load('a', key, async (keys) => {
      batches.push(keys);
      return keys;
    });
  expect(await Promise.all([load(first!, 'x'), load(second!, 'y'), load(apart!, 'z')])).toEqual(['x', 'y', 'z']);
  expect(batches).toEqual([['x', 'y'], ['z']]);
});
