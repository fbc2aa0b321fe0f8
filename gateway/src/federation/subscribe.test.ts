import { DomainError } from '@trialogue/errors';
import { type Caller, toGraphQLError } from '@trialogue/subgraph';
import pino from 'pino';
import { Pipeline, type Visitor } from '../pipeline';
import { itemsSdlWith, makeShop, type Shop } from '../testing/shop';
import { until } from '../testing/until';
import { ways } from '../testing/ways';
import { Graph } from './graph';
import type { ResultStream } from './result-stream';

const logger = pino({ level: 'silent' });
const caller: Caller = { subject: 'tester', scopes: ['read'] };
const visitor: Visitor = { door: 'http', requestId: 'request-1', logger, caller, identify: () => ({ caller }) };

let shop: Shop;
let graph: Graph;
let pipeline: Pipeline;

describe.each(ways)('%s', (way, open) => {
  beforeEach(() => start());
  afterEach(() => graph.close());

  async function start(snapshotLimits?: { past: number; pastMs: number }) {
    graph?.close();
    shop = makeShop();
    graph = await Graph.start({ members: await open(shop.subgraphs), logger, snapshotLimits });
    pipeline = new Pipeline(graph, toGraphQLError);
  }

  async function subscribe(text = 'subscription { ticks { name stock } }', who = visitor): Promise<ResultStream> {
    const operation = pipeline.prepare({ text }, who);
    if (Array.isArray(operation)) throw operation[0];
    const stream = await pipeline.subscribe(operation, {}, who);
    if (!('next' in stream)) throw stream.errors![0];
    return stream;
  }

  const plain = (value: unknown) => JSON.parse(JSON.stringify(value));
  const codes = (result: any) => result.value.errors.map((error: any) => error.extensions.code);
  const swap = async (field: string) => {
    shop.items.replace(itemsSdlWith(`${field}: String`));
    expect(await graph.settled()).toEqual([]);
  };

  test('each event is completed with entities of another subgraph, in a context of its own', async () => {
    const stream = await subscribe();
    for (const id of ['1', '2']) {
      shop.ticks.emit({ id });
      expect(plain(await stream.next())).toEqual({
        done: false,
        value: { data: { ticks: { name: `Item ${id}`, stock: Number(id) } } },
      });
    }
    expect(shop.fetched).toEqual([['1'], ['2']]);
    expect(new Set(shop.items.requests).size).toBe(3);
    expect(shop.items.requests.every(({ requestId }) => requestId === 'request-1')).toBe(true);
    shop.ticks.finish();
    expect((await stream.next()).done).toBe(true);
  });

  test('conditions below the root, aliases and __typename', async () => {
    const operation = pipeline.prepare(
      { text: 'subscription ($no: Boolean!) { tick: ticks { __typename name @skip(if: $no) left: stock } }' },
      visitor,
    );
    const stream = (await pipeline.subscribe(operation as never, { no: true }, visitor)) as ResultStream;
    shop.ticks.emit({ id: '7' });
    expect(plain((await stream.next()).value)).toEqual({ data: { tick: { __typename: 'Item', left: 7 } } });
  });

  test('cancelling ends the source, aborts its signal and settles what is pending', async () => {
    const stream = await subscribe();
    const pending = stream.next();
    const [source] = shop.ticks.openings;
    await until(() => source!.pulls === 1);
    await stream.return();
    expect((await pending).done).toBe(true);
    await until(() => source!.returned && source!.signal!.aborted);
    expect(graph.holders.held).toBe(0);
  });

  test('cancelling does not wait for a source that never answers', async () => {
    const stream = await subscribe('subscription { deaf { id } }');
    const pending = stream.next();
    await stream.return();
    expect((await pending).done).toBe(true);
  });

  test('a source that dies ends the subscription with a masked error', async () => {
    const stream = await subscribe();
    shop.ticks.fail(new Error('password=hunter2'));
    const last = await stream.next();
    expect(codes(last)).toEqual(['INTERNAL_SERVER_ERROR']);
    expect(JSON.stringify(last)).not.toContain('hunter2');
    expect((await stream.next()).done).toBe(true);
    expect(graph.holders.held).toBe(0);
  });

  test('an error in one event is part of that event; the next one comes', async () => {
    const stream = await subscribe('subscription { ticks { shelf } }');
    shop.ticks.emit({ id: '2' });
    shop.ticks.emit({ id: '3' });
    expect(plain((await stream.next()).value)).toMatchObject({
      data: { ticks: { shelf: null } },
      errors: [{ path: ['ticks', 'shelf'] }],
    });
    expect(plain((await stream.next()).value)).toEqual({ data: { ticks: { shelf: 'shelf 3' } } });
  });

  test('identity is checked for each event', async () => {
    let known = true;
    const identify = () => {
      if (!known) throw new DomainError('UNAUTHENTICATED', { reason: 'the key is not known' });
      return { caller };
    };
    const stream = await subscribe(undefined, { ...visitor, identify });
    shop.ticks.emit({ id: '1' });
    expect((await stream.next()).value.errors).toBeUndefined();
    known = false;
    shop.ticks.emit({ id: '2' });
    expect(codes(await stream.next())).toEqual(['UNAUTHENTICATED']);
    expect((await stream.next()).done).toBe(true);
  });

  test('a subscription ends when its identity expires, with no event in between', async () => {
    let isOpen = false;
    const expiresAt = Date.now() + 80;
    const identify = () => {
      if (isOpen && Date.now() >= expiresAt)
        throw new DomainError('UNAUTHENTICATED', { reason: 'the unit token has expired' });
      return { caller, expiresAt };
    };
    const stream = await subscribe(undefined, { ...visitor, identify });
    isOpen = true;
    expect(codes(await stream.next())).toEqual(['UNAUTHENTICATED']);
  });

  test('an open subscription goes on, on its own schema, while the graph changes', async () => {
    const stream = await subscribe();
    await swap('colour');
    shop.ticks.emit({ id: '4' });
    expect(plain((await stream.next()).value)).toEqual({ data: { ticks: { name: 'Item 4', stock: 4 } } });
    expect(graph.holders.held).toBe(1);
    await stream.return();
    expect(graph.holders.held).toBe(0);
  });

  test('past schemas are bounded in number: the oldest one’s subscriptions are told to resume', async () => {
    await start({ past: 1, pastMs: 60_000 });
    const oldest = await subscribe();
    const pending = oldest.next();
    await swap('a');
    const newer = await subscribe();
    await swap('b');
    expect(codes(await pending)).toEqual(['SNAPSHOT_RETIRED']);
    expect((await oldest.next()).done).toBe(true);
    shop.ticks.emit({ id: '1' });
    expect((await newer.next()).value.errors).toBeUndefined();
  });

  test('past schemas are bounded in age', async () => {
    await start({ past: 3, pastMs: 50 });
    const stream = await subscribe();
    await swap('a');
    expect(codes(await stream.next())).toEqual(['SNAPSHOT_RETIRED']);
  });

  /** A server sends what it has, as far as its connection takes it. */
  if (way === 'in this process')
    test('the source is pulled only as the client pulls, one event at a time', async () => {
      const stream = await subscribe();
      const [source] = shop.ticks.openings;
      for (const id of ['1', '2', '3']) shop.ticks.emit({ id });
      expect(source!.pulls).toBe(0);
      await stream.next();
      await until(() => source!.pulls === 1);
      const two = [stream.next(), stream.next()];
      expect(plain(await Promise.all(two)).map(({ value }: any) => value.data.ticks.stock)).toEqual([2, 3]);
    });
});
