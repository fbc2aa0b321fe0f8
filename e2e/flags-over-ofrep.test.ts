import { OFREPProvider } from '@openfeature/ofrep-provider';
import { type Client, ErrorCode, type EvaluationContext, OpenFeature } from '@openfeature/server-sdk';
import { assign } from '@trialogue/assignment';
import { makeKey } from '@trialogue/gateway';
import { rows } from './support/database';
import { type Product, startProduct } from './support/product';
import { until } from './support/until';

const keys = {
  app: makeKey('app', ['assign']),
  greedy: makeKey('greedy', ['assign']),
  analyst: makeKey('analyst', ['read']),
  team: makeKey('team', ['edit', 'read']),
};
const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

let product: Product & { databaseUrl: string };
beforeAll(async () => {
  product = await startProduct({
    TRIALOGUE_KEYS: Object.values(keys)
      .map(({ entry }) => entry)
      .join(','),
    TRIALOGUE_LIMIT_RATE: '20',
    TRIALOGUE_LIMIT_BURST: '60',
  });
  await flag('banner', [
    { key: 'short', value: 'Eat well' },
    { key: 'long', value: 'Plan your week, eat well' },
  ]);
  await rolledOut('new_checkout', 'on', true);
  await rolledOut('layout', 'wide', { columns: 3 });
  await rolledOut('page_size', 'twenty', 20);
  await flag('nobody_yet', either('on', true), { traffic: 0 });
  await flag('halted', either('on', true));
  await team('mutation { pauseExperiment(key: "halted") { key } }');
}, 60_000);
afterAll(() => OpenFeature.close());

const team = (document: string, variables: object = {}) => product.ask(document, variables, bearer(keys.team.key));

/** A variant with this value, and another. */
const either = (key: string, value: unknown) => [
  { key, value },
  { key: 'other', value: 'another' },
];

/** What was tried, and is for everybody now. */
async function rolledOut(key: string, winner: string, value: unknown): Promise<void> {
  await flag(key, either(winner, value));
  await team('mutation ($key: ID!, $winner: ID) { stopExperiment(key: $key, winner: $winner) { key } }', {
    key,
    winner,
  });
}

async function flag(key: string, variants: object[], more: object = {}): Promise<void> {
  const input = { key, variants, primaryMetric: 'clicked', sampleSize: 100, ...more };
  await team('mutation ($input: CreateExperimentInput!) { createExperiment(input: $input) { key } }', { input });
  await team('mutation ($key: ID!) { startExperiment(key: $key) { key } }', { key });
}

/** An application of OpenFeature as it comes, with the official provider. */
async function application(key?: string, domain = `as ${key}`): Promise<Client> {
  const headers: [string, string][] = key === undefined ? [] : [['authorization', `Bearer ${key}`]];
  await OpenFeature.setProviderAndWait(domain, new OFREPProvider({ baseUrl: product.url, headers }));
  return OpenFeature.getClient(domain);
}
const ana: EvaluationContext = { targetingKey: 'ana' };
const exposures = (experiment: string) =>
  rows(product.databaseUrl, 'select unit, variant, reason from exp.exposures where experiment = $1', [experiment]);

test('an application of OpenFeature gets what its unit is assigned, and the unit is exposed', async () => {
  const app = await application(keys.app.key);
  const details = await app.getStringDetails('banner', 'default', ana);
  const { definitions } = await team('{ definitions(experiments: ["banner"]) { experiments { release snapshot } } }');
  const { snapshot, release } = definitions.experiments[0];
  const { variant } = assign(snapshot, { unit: 'ana' });
  expect(details).toMatchObject({
    ...{ value: variant!.value, variant: variant!.key, reason: 'SPLIT' },
    flagMetadata: { release, allocation: 1, assignmentReason: 'ASSIGNED' },
  });
  expect(details.errorCode).toBeUndefined();
  expect(await exposures('banner')).toEqual([{ unit: 'ana', variant: variant!.key, reason: 'ASSIGNED' }]);
});

test('values are of any type', async () => {
  const app = await application(keys.app.key);
  expect(await app.getBooleanDetails('new_checkout', false, ana)).toMatchObject({ value: true, reason: 'STATIC' });
  expect(await app.getNumberValue('page_size', 10, ana)).toBe(20);
  expect(await app.getObjectValue('layout', {}, ana)).toEqual({ columns: 3 });
});

test('who gets nothing gets the application’s own default', async () => {
  const app = await application(keys.app.key);
  expect(await app.getBooleanValue('nobody_yet', false, ana)).toBe(false);
  expect(await app.getBooleanValue('halted', false, ana)).toBe(false);
  expect(await evaluate('nobody_yet')).toMatchObject({ status: 200, body: { reason: 'DEFAULT' } });
  const { status, body } = await evaluate('halted');
  expect([status, body.reason, 'value' in body, 'variant' in body]).toEqual([200, 'DISABLED', false, false]);
});

test.each([
  ['a flag that is none', 'nowhere', ana, ErrorCode.FLAG_NOT_FOUND],
  ['no unit', 'banner', {}, ErrorCode.TARGETING_KEY_MISSING],
  ['a unit that cannot be stored', 'banner', { targetingKey: 'x'.repeat(257) }, ErrorCode.INVALID_CONTEXT],
  ['another type', 'page_size', ana, ErrorCode.TYPE_MISMATCH],
])('%s is an error of OpenFeature’s, and the default is served', async (_, key, context, errorCode) => {
  const app = await application(keys.app.key);
  const details = await app.getStringDetails(key, 'default', context as EvaluationContext);
  expect(details).toMatchObject({ value: 'default', reason: 'ERROR', errorCode });
});

test.each([
  ['no key', undefined, 401],
  ['an unknown key', 'tri_nothing', 401],
  ['a key that may not assign', keys.analyst.key, 403],
])('%s gets defaults and the status that says so', async (_, key, expected) => {
  const app = await application(key, `refused ${key}`);
  expect(await app.getStringDetails('banner', 'default', ana)).toMatchObject({ value: 'default', reason: 'ERROR' });
  const { status, body } = await evaluate('banner', { context: ana }, key === undefined ? {} : bearer(key));
  expect(status).toBe(expected);
  expect(body).toMatchObject({ key: 'banner', errorDetails: expect.any(String) });
});

test('whoever asks too fast is told when to come back, and the provider waits', async () => {
  const flood = () =>
    Promise.all(Array.from({ length: 200 }, () => evaluate('banner', { context: ana }, bearer(keys.greedy.key))));
  let answers: Awaited<ReturnType<typeof flood>> = [];
  await until(async () => {
    answers = await flood();
    return answers.some(({ status }) => status === 429);
  });
  const refused = answers.find(({ status }) => status === 429)!;
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  const app = await application(keys.greedy.key);
  await until(async () => {
    const [{ errorMessage }] = await Promise.all([app.getStringDetails('banner', 'default', ana), flood()]);
    return /TooManyRequests|rate limit/i.test(errorMessage ?? '');
  });
  await until(async () => (await app.getStringDetails('banner', 'default', ana)).reason === 'SPLIT');
});

describe('all flags at once', () => {
  test('are those that have values; what the client has already is not sent again', async () => {
    const { status, headers, body } = await evaluate(undefined, { context: { targetingKey: 'bea' } });
    expect(status).toBe(200);
    expect(body.flags.map(({ key }: any) => key)).toEqual([
      ...['banner', 'halted', 'layout', 'new_checkout', 'nobody_yet', 'page_size'],
    ]);
    expect(body.flags.find(({ key }: any) => key === 'layout')).toMatchObject({
      ...{ value: { columns: 3 }, variant: 'wide', reason: 'STATIC' },
    });
    const { variant } = body.flags.find(({ key }: any) => key === 'banner');
    expect(await exposures('banner')).toContainEqual({ unit: 'bea', variant, reason: 'ASSIGNED' });
    expect(await exposures('meal_planning_style')).toEqual([]);
    const known = { 'if-none-match': headers.get('etag')! };
    const again = await evaluate(
      undefined,
      { context: { targetingKey: 'bea' } },
      { ...bearer(keys.app.key), ...known },
    );
    expect([again.status, again.body]).toEqual([304, undefined]);

    await flag('later', either('on', true));
    const more = await evaluate(undefined, { context: { targetingKey: 'bea' } }, { ...bearer(keys.app.key), ...known });
    expect([more.status, more.body.flags.length]).toEqual([200, 7]);
  });

  test.each([
    ['no unit', { context: {} }, 400, 'TARGETING_KEY_MISSING'],
    ['a unit that is no text', { context: { targetingKey: 7 } }, 400, 'INVALID_CONTEXT'],
    ['no context', {}, 400, 'INVALID_CONTEXT'],
    ['a list', [], 400, 'INVALID_CONTEXT'],
    ['what is no JSON', '{', 400, 'PARSE_ERROR'],
  ])('%s is refused', async (_, body, status, errorCode) => {
    expect(await evaluate(undefined, body)).toMatchObject({ status, body: { errorCode } });
  });
});

test('what OFREP does not have is not there', async () => {
  const got = await fetch(`${product.url}/ofrep/v1/evaluate/flags/banner`, { headers: bearer(keys.app.key) });
  expect([got.status, got.headers.get('allow')]).toEqual([405, 'POST']);
  const elsewhere = await fetch(`${product.url}/ofrep/v1/nothing`, { method: 'POST', headers: bearer(keys.app.key) });
  expect(elsewhere.status).toBe(404);
  const malformed = await fetch(`${product.url}/ofrep/v1/evaluate/flags/%ff`, { method: 'POST' });
  expect([malformed.status, await malformed.json()]).toMatchObject([400, { errorCode: 'PARSE_ERROR' }]);
  expect((await evaluate('banner', { context: ana }, { 'x-api-key': keys.app.key })).status).toBe(200);
  const page = await evaluate('banner', { context: ana }, { ...bearer(keys.app.key), origin: 'https://evil.example' });
  expect([page.status, page.body.key]).toEqual([403, 'banner']);
});

async function evaluate(key?: string, body: unknown = { context: ana }, headers: object = bearer(keys.app.key)) {
  const response = await fetch(`${product.url}/ofrep/v1/evaluate/flags${key === undefined ? '' : `/${key}`}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
}
