import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Caller, toGraphQLError } from '@trialogue/subgraph';
import pino from 'pino';
import { Graph } from '../federation/graph';
import type { ResultStream } from '../federation/result-stream';
import { Pipeline, type Visitor } from '../pipeline';
import { type ServedMembers, servedMembers } from '../testing/served-members';
import { itemsSdlWith, makeShop, type Shop } from '../testing/shop';
import { until } from '../testing/until';
import { supergraphFile } from './supergraph-file';

const logger = pino({ level: 'silent' });
const caller: Caller = { subject: 'tester', scopes: ['read', 'edit'], unit: 'ana' };
const visitor: Visitor = { door: 'http', requestId: 'request-1', logger, caller, identify: () => ({ caller }) };
const never = new AbortController();

let shop: Shop;
let served: ServedMembers;
let graph: Graph;
let pipeline: Pipeline;
let folder: string;
const servers: Server[] = [];

beforeEach(async () => {
  shop = makeShop();
  served = await servedMembers(shop.subgraphs);
  folder = mkdtempSync(path.join(tmpdir(), 'remote-'));
  graph = await Graph.start({ members: served.members, logger, kept: kept() });
  pipeline = new Pipeline(graph, toGraphQLError);
});

afterEach(async () => {
  graph.close();
  await served.close();
  for (const server of servers.splice(0)) server.close().closeAllConnections();
  rmSync(folder, { recursive: true });
});

const kept = () => supergraphFile(path.join(folder, 'data', 'supergraph.json'), served.wire, logger);

async function run(text: string, through = pipeline): Promise<any> {
  const operation = through.prepare({ text }, visitor);
  if (Array.isArray(operation)) throw operation[0];
  return JSON.parse(JSON.stringify(await through.execute(operation, {}, visitor, never)));
}

/** Puts another replica before those of a subgraph. */
function replicaBefore(service: string, url: string): void {
  const [known] = served.replicas.get(service)!;
  served.replicas.set(service, [{ ...known!, id: url, url }, known!]);
}

/** A server that counts what it was sent and hangs up, before its answer or in the middle of it. */
async function hangingUp(begin = ''): Promise<{ url: string; readonly taken: string[] }> {
  const taken: string[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => (text += chunk));
    request.on('end', () => {
      taken.push(JSON.parse(text).query);
      if (begin) response.write(begin, () => request.socket.destroy());
      else request.socket.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  servers.push(server);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, taken };
}

const nobody = 'http://127.0.0.1:9';
const unavailable = { code: 'SUBGRAPH_UNAVAILABLE', retryable: true, help: expect.any(String) };

test('the caller and the request’s id arrive, signed', async () => {
  const { data } = await run('{ whoAmI }');
  expect(JSON.parse(data.whoAmI)).toEqual({ ...caller, requestId: 'request-1' });
});

test('what is down is said at its fields, and the rest is answered', async () => {
  served.replicas.set('stock', []);
  expect(await run('{ items { name stock } }')).toEqual({
    data: { items: ['1', '2', '3'].map((id) => ({ name: `Item ${id}`, stock: null })) },
    errors: [expect.objectContaining({ path: ['items', 0], extensions: unavailable })],
  });
});

test('what is down is said at every field of the root that asks it, under the names that the caller chose', async () => {
  served.replicas.set('items', []);
  const { data, errors } = await run('{ first: item(id: "1") { name } second: item(id: "2") { name } }');
  expect(data).toEqual({ first: null, second: null });
  expect(errors.map(({ path, extensions }: any) => [path, extensions.code])).toEqual([
    [['first'], 'SUBGRAPH_UNAVAILABLE'],
    [['second'], 'SUBGRAPH_UNAVAILABLE'],
  ]);
});

test('a replica that takes no connection is passed over, by mutations too', async () => {
  replicaBefore('items', nobody);
  expect(await run('{ item(id: "1") { name } }')).toEqual({ data: { item: { name: 'Item 1' } } });
  expect(await run('mutation { rename(id: "1", name: "x") { name } }')).toEqual({ data: { rename: { name: 'x' } } });
  expect(served.failed.map(({ url }) => url)).toEqual([nobody, nobody]);
});

test.each([
  ['before the answer', ''],
  ['in the middle of it', '{"data":{"it'],
])('cut %s: what may have arrived is repeated for a query, and for a mutation never', async (_, begin) => {
  const replica = await hangingUp(begin);
  replicaBefore('items', replica.url);
  expect(await run('{ item(id: "1") { name } }')).toEqual({ data: { item: { name: 'Item 1' } } });
  const { data, errors } = await run('mutation { rename(id: "1", name: "x") { name } }');
  expect(data).toBeNull();
  expect(errors).toEqual([expect.objectContaining({ extensions: unavailable })]);
  expect(replica.taken).toHaveLength(2);
});

test('a subscription whose subgraph goes ends with a code that means: again', async () => {
  const operation = pipeline.prepare({ text: 'subscription { ticks { name } }' }, visitor);
  const stream = (await pipeline.subscribe(operation as never, {}, visitor)) as ResultStream;
  shop.ticks.emit({ id: '1' });
  expect((await stream.next()).value.data).toEqual({ ticks: { name: 'Item 1' } });
  const next = stream.next();
  await served.servers.get('items')!.close();
  expect((await next).value.errors[0].extensions).toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE', retryable: true });
  expect((await stream.next()).done).toBe(true);
});

test('however many subscriptions are open, queries find a way', async () => {
  const operation = pipeline.prepare({ text: 'subscription { ticks { name } }' }, visitor);
  const count = 600;
  const streams = (await Promise.all(
    Array.from({ length: count }, () => pipeline.subscribe(operation as never, {}, visitor)),
  )) as ResultStream[];
  await until(() => shop.ticks.openings.length === count);
  expect((await run('{ items(first: 1) { name stock } }')).data).toEqual({ items: [{ name: 'Item 1', stock: 1 }] });
  const nexts = streams.map((stream) => stream.next());
  shop.ticks.emit({ id: '1' });
  for (const next of nexts) expect((await next).value.data.ticks).toEqual({ name: 'Item 1' });
  await Promise.all(streams.map((stream) => stream.return()));
});

test('an operation is executed on the version that it was planned for', async () => {
  const operation = pipeline.prepare({ text: '{ item(id: "1") { name } }' }, visitor);
  shop.items.replace(itemsSdlWith('colour: String').replace('ID! name: String!', 'ID! title: String'));
  expect(await graph.settled()).toEqual([]);
  expect(pipeline.prepare({ text: '{ item(id: "1") { name } }' }, visitor)).toHaveLength(1);
  const answer = await pipeline.execute(operation as never, {}, visitor, never);
  expect(JSON.parse(JSON.stringify(answer))).toEqual({ data: { item: { name: 'Item 1' } } });
});

test('an operation that another version would not take is refused, not half executed', async () => {
  const operation = pipeline.prepare({ text: '{ item(id: "1") { name } }' }, visitor);
  await served.close();
  const other = makeShop();
  other.items.replace(itemsSdlWith('colour: String').replace('ID! name: String!', 'ID! title: String'));
  const restarted = await servedMembers([other.items]);
  served.replicas.set('items', restarted.replicas.get('items')!);
  const { errors } = await pipeline.execute(operation as never, {}, visitor, never);
  expect(errors![0]!.extensions).toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE', retryable: true });
  await restarted.close();
});

describe('a start', () => {
  test('goes by the last good supergraph when nothing composes, and says what is down', async () => {
    const broken = { current: [], onChange: () => () => {} };
    await until(() => readFileSync(path.join(folder, 'data', 'supergraph.json')).length > 0);
    const next = await Graph.start({ members: broken, logger, kept: kept() });
    expect(next.current.supergraphSdl).toBe(graph.current.supergraphSdl);
    served.replicas.set('stock', []);
    const { data, errors } = await run('{ items { name stock } }', new Pipeline(next, toGraphQLError));
    expect(data.items[0]).toEqual({ name: 'Item 1', stock: null });
    expect(errors[0].extensions).toEqual(unavailable);
    next.close();
  });

  test('with a kept supergraph that cannot be read composes one', async () => {
    writeFileSync(path.join(folder, 'data', 'supergraph.json'), '{ "supergraphSdl": "type');
    const next = await Graph.start({ members: served.members, logger, kept: kept() });
    expect(await run('{ items { name } }', new Pipeline(next, toGraphQLError))).toMatchObject({ data: {} });
    next.close();
  });

  test('waits for subgraphs that are not there yet, until it is told to stop', async () => {
    let listener = () => {};
    const late = {
      current: [] as typeof served.members.current,
      onChange: (callback: () => void) => {
        listener = callback;
        return () => {};
      },
    };
    const start = Graph.start({ members: late, logger, waiting: never.signal });
    late.current = served.members.current;
    await until(() => {
      listener();
      return true;
    });
    (await start).close();

    const stopped = AbortSignal.abort();
    const none = { current: [], onChange: () => () => {} };
    await expect(Graph.start({ members: none, logger, waiting: stopped })).rejects.toThrow('do not compose');
  });
});
