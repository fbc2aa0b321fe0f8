import type { RequestContext } from '@trialogue/subgraph';
import { contextFor, pluginLoads } from './plugin-context';

const request = () => ({ caller: { subject: 'ana', scopes: ['read'] }, requestId: 'r' }) as unknown as RequestContext;
const signal = () => new AbortController().signal;

test('each field of a request has the same `load`, by which a worker knows the request, and no other request has it', async () => {
  const loadsOf = pluginLoads();
  const [one, other] = [request(), request()];
  const fields = [one, one, other].map((each) => contextFor(each, loadsOf(each), signal));
  expect(fields[0]!.load).toBe(fields[1]!.load);
  expect(fields[0]!.load).not.toBe(fields[2]!.load);
  const batches: unknown[] = [];
  const batch = async (keys: readonly unknown[]) => {
    batches.push(keys);
    return keys;
  };
  await Promise.all(fields.map(({ load }, n) => load('same', `k${n}`, batch as never)));
  expect(batches).toEqual([['k0', 'k1'], ['k2']]);
});
