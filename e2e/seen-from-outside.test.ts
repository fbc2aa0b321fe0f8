import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { makeKey } from '@trialogue/gateway';
import { follow, say, start } from './support/chat';
import { Collector, type SeenSpan } from './support/collector';
import { execute } from './support/execute';
import { isSplit } from './support/processes';
import { type Product, repository, startProduct } from './support/product';
import { until } from './support/until';

const hasPromtool = spawnSync('promtool', ['--version']).status === 0;
const mayCheck = hasPromtool || process.env.TRIALOGUE_REQUIRE_ALL;
const promtoolTest = (name: string, check: () => Promise<void>) =>
  mayCheck ? test(name, check) : test.skip(`${name} (promtool is not installed)`, check);

const secret = 'My sister must never read this.';
const names = (spans: readonly SeenSpan[]) => spans.map(({ name }) => name);

let collector: Collector;
let product: Product;
beforeAll(async () => {
  collector = await Collector.open();
  product = await startProduct({
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_BSP_SCHEDULE_DELAY: '100',
    REDIS_URL: 'redis://127.0.0.1:9',
  });
});
afterAll(() => collector.close());

/** `/metrics` of every process. */
async function pages(): Promise<string[]> {
  const urls = [...product.output.matchAll(/The service \w+ runs at (http:\/\/[^\s/]+)/g)].map(([, url]) => url!);
  const all = isSplit ? urls : [product.url];
  expect(all).toHaveLength(isSplit ? 5 : 1);
  return Promise.all(all.map(async (url) => (await fetch(`${url}/metrics`)).text()));
}

async function spanNamed(name: string, trace: (span: SeenSpan) => boolean = () => true): Promise<SeenSpan> {
  const found = () => collector.spans.find((span) => span.name === name && trace(span));
  await until(
    () => found() !== undefined,
    () => `${name} is not among ${names(collector.spans)}`,
  );
  return found()!;
}

/** A span and those above it, once all of them have come: those above end later. */
async function pathOf(span: SeenSpan): Promise<SeenSpan[]> {
  const path = () => collector.pathOf(span);
  await until(
    () => path().at(-1)!.parentSpanId === undefined,
    () => `the path ends in ${names(path())}`,
  );
  return path();
}

test('one trace goes from the request to the statement, through every room, and tells nothing of what was said', async () => {
  const conversation = await start(product, 'a unit that is nobody’s business');
  await say(product, conversation.id, secret);
  const operation = await spanNamed('mutation', ({ attributes }) => attributes['trialogue.door'] === 'http');
  const chat = await spanNamed('chat scripted');
  const turn = await pathOf(chat);
  const served = isSplit ? ['serve flows'] : [];
  expect(names(turn)).toEqual(['chat scripted', 'execute prompt_template', ...served, 'fetch flows', 'mutation']);
  expect(operation.parentSpanId).toBeUndefined();
  expect(new Set(turn.map(({ traceId }) => traceId)).size).toBe(1);
  expect(new Set(turn.map(({ service }) => service))).toEqual(
    new Set(isSplit ? ['trialogue-gateway', 'trialogue-flows'] : ['trialogue']),
  );
  const statement = await spanNamed('accept_turn', ({ traceId }) => traceId === chat.traceId);
  expect(names(await pathOf(statement))).toEqual(['accept_turn', ...served, 'fetch flows', 'mutation']);
  const streamed = collector.spans.filter(({ parentSpanId }) => parentSpanId === turn[1]!.spanId);
  expect(names(streamed)).toContain('append_entries');
  expect(chat.attributes).toMatchObject({
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'scripted',
    'gen_ai.usage.output_tokens': expect.anything(),
  });
  expect(collector.text).not.toContain(secret);
  expect(collector.text).not.toContain('nobody’s business');
});

test('a prediction shows up as a call of its scoring server', async () => {
  await execute(product, 'food_budget_forecast', 'u-1', { features: { income: 900 } });
  const score = await spanNamed('score food_budget');
  expect(names(await pathOf(score)).slice(1, 3)).toEqual([
    'execute mlflow_model',
    isSplit ? 'serve flows' : 'fetch flows',
  ]);
});

test('an operation that fails says with which code', async () => {
  await product.graph('mutation Wrong { endConversation(conversation: "nothing") { id } }');
  const span = await spanNamed('mutation', ({ attributes }) => attributes['graphql.operation.name'] === 'Wrong');
  expect(span.attributes).toMatchObject({ 'error.type': 'CONVERSATION_NOT_FOUND' });
});

test('what there is to see is what the docs list', async () => {
  const shown = new Set((await pages()).flatMap((page) => [...page.matchAll(/^# TYPE (trialogue_\S+)/gm)].map(second)));
  const text = readFileSync(path.join(repository, 'docs/observability.md'), 'utf8');
  const listed = [...text.matchAll(/^\| `(trialogue_[a-z_]+)/gm)].map(second);
  expect([...shown].sort()).toEqual([...listed].sort());
});

test('what happens is counted', async () => {
  const conversation = await start(product, 'counter');
  const events = follow(product.socket(), conversation.id, 'MessageCompleted', conversation.cursor);
  await until(async () => (await value(/^trialogue_subscriptions_open (\d+)/m)) === 1);
  const before = await value(/^trialogue_turns_ended_total\{state="completed"\} (\d+)/m);
  await say(product, conversation.id, 'Hello');
  await events;
  expect(await value(/^trialogue_turns_ended_total\{state="completed"\} (\d+)/m)).toBe(before + 1);
  expect(await value(/^trialogue_stream_lag_seconds_count (\d+)/m)).toBeGreaterThan(0);
  expect(await value(/^trialogue_operations_total\{type="subscription",door="websocket",outcome="ok"\} (\d+)/m)).toBe(
    1,
  );
  expect(await value(/^trialogue_model_tokens_total\{provider="scripted",kind="output"\} (\d+)/m)).toBeGreaterThan(0);
  expect(await value(/^trialogue_redis_up (\d)/m)).toBe(0);
  expect(await value(/^trialogue_releases_revision (\d+)/m)).toBeGreaterThan(0);
  await until(async () => (await value(/^trialogue_event_reader_lag_events\{consumer="analytics"\} (\d+)/m)) === 0);
  await until(async () => (await value(/^trialogue_subscriptions_open (\d+)/m)) === 0);
});

promtoolTest('Prometheus has nothing to say against it', async () => {
  for (const page of await pages())
    expect(execFileSync('promtool', ['check', 'metrics'], { input: page, encoding: 'utf8' })).toBe('');
});

test('where there are keys, metrics are for those who may read', async () => {
  const reader = makeKey('prometheus', ['read']);
  const web = makeKey('web', ['converse']);
  const guarded = await startProduct({ TRIALOGUE_KEYS: `${reader.entry},${web.entry}` });
  const status = async (key?: string) =>
    (await fetch(`${guarded.url}/metrics`, { headers: key ? { authorization: `Bearer ${key}` } : {} })).status;
  expect(await Promise.all([status(reader.key), status(web.key), status('tri_nothing'), status()])).toEqual([
    ...[200, 403, 401, 401],
  ]);
});

const second = ([, text]: RegExpMatchArray) => text!;

/** A number, summed over the processes that show it. */
async function value(pattern: RegExp): Promise<number> {
  return (await pages()).reduce((sum, page) => sum + Number(pattern.exec(page)?.[1] ?? 0), 0);
}
