import { context, type Tracer } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { inSpan } from '@trialogue/telemetry';
import { Client, Pool, type Pool as PoolOf } from 'pg';
import { createTestDatabase } from './testing';
import { pgDriver } from './traced-pg';

const exporter = new InMemorySpanExporter();
const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
const tracer: Tracer = provider.getTracer('test');

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let pool: PoolOf;
beforeAll(async () => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  database = await createTestDatabase();
  const driver = pgDriver(tracer);
  pool = new driver.Pool({ connectionString: database.url, max: 1 });
});
afterEach(() => exporter.reset());
afterAll(async () => {
  await pool.end();
  await database.drop();
  context.disable();
});

const request = <T>(name: string, work: () => Promise<T>) => inSpan(tracer, name, {}, work);
/** Name of a span → name of the one above it. */
const parents = () => {
  const spans = exporter.getFinishedSpans();
  return spans.map(({ name, parentSpanId }) => [
    name,
    spans.find((span) => span.spanContext().spanId === parentSpanId)?.name,
  ]);
};

test('without a tracer it is pg itself', () => {
  expect(pgDriver(undefined)).toEqual({ Pool, Client });
});

test('a statement is a step of what is traced, by its text and without its parameters', async () => {
  const { rows } = await request('request', () =>
    pool.query('select $1::text as said from pg_catalog.pg_class limit 1', ['hush']),
  );
  expect(rows).toEqual([{ said: 'hush' }]);
  expect(parents()).toEqual([
    ['SELECT pg_catalog.pg_class', 'request'],
    ['request', undefined],
  ]);
  const [statement] = exporter.getFinishedSpans();
  expect(statement!.attributes).toEqual({
    'db.system.name': 'postgresql',
    'db.operation.name': 'SELECT',
    'db.query.text': 'select $1::text as said from pg_catalog.pg_class limit 1',
  });
  expect(JSON.stringify(statement!.attributes)).not.toContain('hush');
});

test('one that fails says its SQLSTATE, and not what it was about', async () => {
  const failing = request('request', async () => {
    const client = await pool.connect();
    await client.query('select 1 / $1::int as nothing', [0]).finally(() => client.release());
  });
  await expect(failing).rejects.toThrow('division by zero');
  const [statement, whole] = exporter.getFinishedSpans();
  expect(statement!.attributes['error.type']).toBe('22012');
  expect(statement!.events).toEqual([]);
  expect(whole!.attributes['error.type']).toBe('INTERNAL_SERVER_ERROR');
});

test('what waits for a connection stays in its own trace', async () => {
  await Promise.all([
    request('first', () => pool.query('select 1 from pg_catalog.pg_class limit 1')),
    request('second', () => pool.query('select 2 from pg_catalog.pg_type limit 1')),
  ]);
  expect(parents()).toEqual(
    expect.arrayContaining([
      ['SELECT pg_catalog.pg_class', 'first'],
      ['SELECT pg_catalog.pg_type', 'second'],
    ]),
  );
});

test('what nobody asked for, or was left behind by a request that has ended, is not traced', async () => {
  await pool.query('select 1');
  let later = async () => {};
  await request('request', async () => {
    later = context.bind(context.active(), async () => void (await pool.query('select 2')));
  });
  await later();
  expect(parents()).toEqual([['request', undefined]]);
});
