import { toGraphQLError } from '@trialogue/subgraph';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { Graph } from '../federation/graph';
import { membersOf } from '../federation/members';
import { limitsWith } from '../limits';
import { Pipeline, type Visitor } from '../pipeline';
import { makeShop } from '../testing/shop';
import { OperationWatch } from './operations';

const logger = pino({ level: 'silent' });
const caller = { subject: 'tester', scopes: ['read'] as const };
const visitor: Visitor = { door: 'http', requestId: 'request-1', logger, caller, identify: () => ({ caller }) };
const never = new AbortController();

let graph: Graph;
afterEach(() => graph.close());

async function open(registry?: Registry, limits = limitsWith()) {
  const telemetry = registry && { registry };
  const shop = makeShop();
  const members = membersOf(shop.subgraphs);
  graph = await Graph.start({ members, logger, telemetry });
  const watch = telemetry && new OperationWatch(telemetry);
  return { members, pipeline: new Pipeline(graph, toGraphQLError, limits, undefined, watch) };
}

const lines = async (registry: Registry, start: string) =>
  (await registry.metrics())
    .split('\n')
    .filter((line) => line.startsWith(start))
    .sort();

async function run(pipeline: Pipeline, text: string) {
  const operation = pipeline.prepare({ text }, visitor);
  return Array.isArray(operation) ? operation : pipeline.execute(operation, {}, visitor, never);
}

test('what nobody measures is not wrapped: subgraphs are asked by their own sources', async () => {
  const { pipeline } = await open();
  for (const source of graph.current.sources.values()) expect(String(source.fetch)).toContain('execute');
  expect(await run(pipeline, '{ items { name } }')).toMatchObject({ data: expect.anything() });
});

test('operations count by what became of them, and never by their names', async () => {
  const registry = new Registry();
  const { pipeline } = await open(registry);
  await run(pipeline, 'query Secret { items { name } }');
  await run(pipeline, '{ item(id: "1") { name stock } }');
  await run(pipeline, '{ nothing }');
  await run(pipeline, '{ items { name');
  expect(await lines(registry, 'trialogue_operations_total{')).toEqual([
    'trialogue_operations_total{type="query",door="http",outcome="ok"} 2',
    'trialogue_operations_total{type="unknown",door="http",outcome="refused"} 2',
  ]);
  expect(await lines(registry, 'trialogue_subgraph_fetches_total{')).toEqual([
    'trialogue_subgraph_fetches_total{subgraph="items",outcome="ok"} 2',
    'trialogue_subgraph_fetches_total{subgraph="stock",outcome="ok"} 1',
  ]);
  expect(await registry.metrics()).not.toContain('Secret');
});

test('one that comes too often counts as refused', async () => {
  const registry = new Registry();
  const { pipeline } = await open(registry, limitsWith({ rate: 1, burst: 1 }));
  pipeline.admit(visitor);
  expect(() => pipeline.admit(visitor)).toThrow(expect.objectContaining({ code: 'RATE_LIMITED' }));
  expect(await lines(registry, 'trialogue_operations_total{')).toHaveLength(1);
});
