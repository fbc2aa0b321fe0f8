import { type Caller, toGraphQLError } from '@trialogue/subgraph';
import pino from 'pino';
import { Pipeline, type Visitor } from '../pipeline';
import { itemsSdl, itemsSdlWith, makeShop, type Shop } from '../testing/shop';
import { until } from '../testing/until';
import { ways } from '../testing/ways';
import { CompositionError, Graph } from './graph';

const logger = pino({ level: 'silent' });
const caller: Caller = { subject: 'tester', scopes: ['read'] };
const visitor: Visitor = { door: 'http', requestId: 'request-1', logger, caller, identify: () => ({ caller }) };
const never = new AbortController();

let shop: Shop;
let graph: Graph;
let pipeline: Pipeline;

describe.each(ways)('%s', (_way, open) => {
  beforeEach(async () => {
    shop = makeShop();
    graph = await Graph.start({ members: await open(shop.subgraphs), logger });
    pipeline = new Pipeline(graph, toGraphQLError);
  });
  afterEach(() => graph.close());

  function prepare(text: string, operationName?: string) {
    const operation = pipeline.prepare({ text, operationName }, visitor);
    if (Array.isArray(operation)) throw operation[0];
    return operation;
  }

  /** Runs an operation; answers it as JSON, as a client would see it. */
  async function run(text: string, variables: Record<string, unknown> = {}): Promise<any> {
    const operation = pipeline.prepare({ text }, visitor);
    const result = Array.isArray(operation)
      ? { errors: operation }
      : await pipeline.execute(operation, variables, visitor, never);
    return JSON.parse(JSON.stringify(result));
  }

  describe('queries', () => {
    test('one operation spans two subgraphs, with one fetch of entities for the whole list', async () => {
      expect(await run('{ items(first: 2) { name stock } }')).toEqual({
        data: {
          items: [
            { name: 'Item 1', stock: 1 },
            { name: 'Item 2', stock: 2 },
          ],
        },
      });
      expect(shop.fetched).toEqual([['1', '2']]);
    });

    test('what a field requires of another subgraph is brought to it', async () => {
      expect(await run('{ item(id: "3") { postage } }')).toEqual({ data: { item: { postage: 6 } } });
    });

    test('aliases, fragments, conditions, defaults and __typename', async () => {
      const text = `query ($n: Int = 1, $more: Boolean!) {
        first: items(first: $n) { ...Facts kind: __typename }
        rest: items { id @skip(if: $more) ... @include(if: $more) { left: stock } }
      }
      fragment Facts on Item { label: name left: stock }`;
      expect(await run(text, { more: true })).toEqual({
        data: {
          first: [{ label: 'Item 1', left: 1, kind: 'Item' }],
          rest: [{ left: 1 }, { left: 2 }, { left: 3 }],
        },
      });
    });

    test('an error in one entity leaves the rest, at the path that the client asked for', async () => {
      const { data, errors } = await run('{ all: items { place: shelf } }');
      expect(data.all).toEqual([{ place: 'shelf 1' }, { place: null }, { place: 'shelf 3' }]);
      expect(errors).toEqual([
        expect.objectContaining({
          path: ['all', 1, 'place'],
          extensions: expect.objectContaining({ code: 'CONFIG_INVALID' }),
        }),
      ]);
    });

    test('what a caller provoked is said, anything else is masked', async () => {
      const { data, errors } = await run('{ refused broken }');
      expect(data).toEqual({ refused: null, broken: null });
      const [refused, broken] = errors;
      expect(refused.extensions).toMatchObject({ code: 'EXPERIMENT_NOT_FOUND', help: expect.any(String) });
      expect(broken.extensions).toMatchObject({ code: 'INTERNAL_SERVER_ERROR', requestId: 'request-1' });
      expect(JSON.stringify(broken)).not.toContain('hunter2');
    });

    test.each([
      ['a variable', 'query ($day: Day!) { at(day: $day) }', { day: 'someday' }],
      ['a literal', '{ at(day: "someday") }', {}],
      ['a variable of a built-in type', 'query ($id: ID!) { item(id: $id) { id } }', { id: {} }],
      ['a missing variable', 'query ($id: ID!) { item(id: $id) { id } }', {}],
    ])('%s that its type refuses is the caller’s mistake', async (_, text, variables) => {
      const { errors } = await run(text, variables);
      expect(errors.map((error: any) => error.extensions.code)).toEqual(['BAD_USER_INPUT']);
    });

    test('one operation of a document is chosen by name', async () => {
      const text = 'query A { item(id: "1") { id } } query B { item(id: "2") { id } }';
      const { data } = await pipeline.execute(prepare(text, 'B'), {}, visitor, never);
      expect(data).toEqual({ item: { id: '2' } });
      expect((await run(text)).errors[0].extensions.code).toBe('OPERATION_RESOLUTION_FAILURE');
    });

    test.each([
      ['{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
      ['{ items {', 'GRAPHQL_PARSE_FAILED'],
      ['{ items { id ... @defer { name } } }', 'DEFER_UNSUPPORTED'],
      ['{ items @stream(initialCount: 1) { id } }', 'DEFER_UNSUPPORTED'],
      ['subscription { __typename }', 'GRAPHQL_VALIDATION_FAILED'],
      ['subscription ($s: Boolean!) { ticks @skip(if: $s) { id } }', 'GRAPHQL_VALIDATION_FAILED'],
      [
        'subscription { ...F } fragment F on Subscription { ticks @include(if: true) { id } }',
        'GRAPHQL_VALIDATION_FAILED',
      ],
    ])('%s is refused with %s', async (text, code) => {
      const { errors } = await run(text);
      expect(errors.map((error: any) => error.extensions.code)).toEqual([code]);
    });

    test('introspection is answered here', async () => {
      const { data } = await run('{ __type(name: "Item") { fields { name } } __typename }');
      expect(data.__type.fields.map(({ name }: any) => name).sort()).toEqual([
        'grams',
        'id',
        'name',
        'postage',
        'shelf',
        'stock',
      ]);
      expect(data.__typename).toBe('Query');
    });

    test('a mutation’s answer spans subgraphs too', async () => {
      expect(await run('mutation { rename(id: "5", name: "New") { name stock } }')).toEqual({
        data: { rename: { name: 'New', stock: 5 } },
      });
    });

    test('a document is parsed and planned once', () => {
      expect(prepare('{ items { id } }')).toBe(prepare('{ items { id } }'));
    });
  });

  describe('a subgraph changes', () => {
    test('a new field is served, and the old plan is not used for it', async () => {
      expect((await run('{ items { colour } }')).errors[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
      shop.items.replace(itemsSdlWith('colour: String'));
      expect(await graph.settled()).toEqual([]);
      expect(await run('{ items(first: 1) { colour } }')).toEqual({ data: { items: [{ colour: null }] } });
    });

    test('a composition that fails changes nothing and says which subgraphs clash', async () => {
      const before = graph.current;
      shop.items.replace(itemsSdlWith('stock: String'));
      const problems = await graph.settled();
      expect(problems).toContainEqual(
        expect.objectContaining({ code: 'FIELD_TYPE_MISMATCH', subgraphs: ['items', 'stock'] }),
      );
      expect(graph.current).toBe(before);
      expect(await run('{ items(first: 1) { stock } }')).toEqual({ data: { items: [{ stock: 1 }] } });
      shop.items.replace(itemsSdl);
      expect(await graph.settled()).toEqual([]);
    });

    test('an SDL that does not parse is named', async () => {
      shop.stock.replaceSdl('type {');
      expect(await graph.settled()).toEqual([
        expect.objectContaining({ message: expect.stringContaining('[stock] Syntax Error'), subgraphs: ['stock'] }),
      ]);
    });

    test('subgraphs that never composed are refused at start', async () => {
      shop.stock.replaceSdl('type Query { items: String }');
      const start = Graph.start({ members: await open(shop.subgraphs), logger });
      await expect(start).rejects.toThrow(CompositionError);
    });

    test('changes that come while composing are composed together, and the last one wins', async () => {
      const swapped = jest.fn();
      graph.onSnapshot(swapped);
      for (const field of ['a', 'b', 'c', 'd']) shop.items.replace(itemsSdlWith(`${field}: String`));
      await graph.settled();
      expect(Object.keys((graph.current.schema.getType('Item') as any).getFields())).toContain('d');
      expect(swapped.mock.calls.length).toBeLessThanOrEqual(3);
    });

    test('under load no operation fails or mixes two schemas', async () => {
      const versions = ['', 'extra: String'];
      let stop = false;
      const failures: unknown[] = [];
      let answered = 0;
      const client = async () => {
        while (!stop) {
          const result = await run('{ items(first: 20) { id name stock postage } }');
          if (result.errors || result.data.items.some((item: any) => item.postage !== Number(item.id) * 2))
            failures.push(result);
          answered += 1;
          await new Promise(setImmediate);
        }
      };
      const clients = Array.from({ length: 8 }, client);
      for (let swap = 1; swap <= 4; swap += 1) {
        shop.items.replace(itemsSdlWith(versions[swap % 2]!));
        expect(await graph.settled()).toEqual([]);
      }
      await until(() => answered > 200);
      stop = true;
      await Promise.all(clients);
      expect(failures).toEqual([]);
    });

    test('an operation ends on the snapshot that it began on', async () => {
      const operation = prepare('{ wait items(first: 1) { name } }');
      const running = pipeline.execute(operation, {}, visitor, never);
      await until(() => shop.gate.opened.length === 1);
      shop.items.replace(itemsSdl.replace('wait: String', '').replace(/name: String! grams/, 'grams'));
      expect(await graph.settled()).toEqual([]);
      shop.gate.release();
      expect(await running).toEqual({ data: { wait: 'finished', items: [{ name: 'Item 1' }] } });
    });
  });
});
