import type { JsonObject, Policy } from '@trialogue/plugin-api';
import { callWith, foodBudget, type ModelCall, openModel } from './testing/model';
import { json, type ScoringServer, scoringServer } from './testing/scoring-server';

const model = openModel();
let server: ScoringServer;
beforeAll(async () => {
  server = await scoringServer();
});
beforeEach(() => {
  server.answerWith();
  server.asked.length = 0;
});
afterAll(() => Promise.all([server.stop(), model.close()]));

/** Runs the strategy as a host would; what it fails with is its answer. */
async function predict(
  input: ModelCall['input'],
  change: Partial<Policy> = {},
  call: Partial<ModelCall> = {},
): Promise<any> {
  const given = callWith(() => foodBudget([server.url], change), input, call);
  return model.strategy.execute(given).catch((error) => error.failure ?? error);
}

const anna = { features: { income: 1000 } };

test('one record is asked for, in the order of the policy’s inputs, and its prediction is the answer', async () => {
  const features = { urban: true, region: 'Gent', income: 1000 };
  expect(await predict({ features })).toEqual({ prediction: 600, model: 'food_budget', modelVersion: '1' });
  expect(JSON.stringify(server.asked)).toBe(
    '[{"dataframe_records":[{"income":1000,"region":"Gent","urban":true}]}]', // members in this order
  );
});

test('params are sent when there are any', async () => {
  await predict(anna, { params: { quantile: 0.5 } });
  expect(server.asked).toEqual([{ dataframe_records: [{ income: 1000 }], params: { quantile: 0.5 } }]);
});

test('types follow from the schemas: a prediction can be anything', () => {
  type Output = Awaited<ReturnType<typeof model.strategy.execute>>;
  const outputs: Output[] = [1, 'label', { low: 1 }].map((prediction) => ({
    prediction,
    model: 'm',
    modelVersion: '1',
  }));
  // @ts-expect-error a version is a text
  const wrong: Output = { prediction: 1, model: 'm', modelVersion: 1 };
  expect([...outputs, wrong]).toHaveLength(4);
});

test('a base URL may have a path, and end with a slash', async () => {
  expect(await predict(anna, { urls: [`${server.url}/food_budget_1/`] })).toMatchObject({ prediction: 600 });
});

test('connections are kept', async () => {
  await predict(anna);
  const before = server.connections();
  for (let count = 0; count < 3; count++) await predict(anna);
  expect(server.connections()).toBe(before);
});

test('what the features leave out is looked for in what is known, and nothing else of that is sent', async () => {
  await predict({ features: { region: 'Gent' }, known: { income: 10, region: 'Brugge', name: 'Anna', urban: null } });
  expect(server.asked[0]!.dataframe_records).toEqual([{ income: 10, region: 'Gent' }]);
});

describe('features that do not fit are refused, all at once and before anything is sent', () => {
  test.each<[string, JsonObject, JsonObject, string[]]>([
    ['missing', {}, {}, ['income is missing; food_budget@1 needs a number']],
    ['null', { income: null }, {}, ['income is missing; food_budget@1 needs a number']],
    ['inherited', {}, { constructor: 1 }, ['income is missing; food_budget@1 needs a number']],
    ['of another type', { income: '1000' }, {}, ['income is "1000"; food_budget@1 needs a number']],
    ['of another type where they are known', {}, { income: [1] }, ['income is [1]; food_budget@1 needs a number']],
    [
      'misspelt',
      { incone: 1000 },
      {},
      [
        'incone is no input of food_budget@1, which takes income, region, urban; did you mean "income"?',
        'income is missing; food_budget@1 needs a number',
      ],
    ],
    [
      'of several kinds',
      { income: true, region: 1, urban: 'yes', zzzzzzzz: 1 },
      {},
      [
        'zzzzzzzz is no input of food_budget@1, which takes income, region, urban',
        'income is true; food_budget@1 needs a number',
        'region is 1; food_budget@1 needs a text',
        'urban is "yes"; food_budget@1 needs true or false',
      ],
    ],
  ])('%s', async (_, features, known, problems) => {
    const { code, problems: found } = await predict({ features, known });
    expect(code).toBe('BAD_USER_INPUT');
    expect(found.map(({ path, message }: any) => `${path.slice(1).join('.')} ${message}`)).toEqual(problems);
    expect(server.asked).toEqual([]);
  });
});

test('`model_name` must be the policy’s model', async () => {
  const config = { policy_version_id: 'food_budget@1', model_name: 'planner_model' };
  expect(await predict(anna, {}, { config })).toEqual({
    code: 'CONFIG_INVALID',
    problems: [
      {
        path: ['model_name'],
        message: 'is "planner_model", and food_budget@1 is a version of the model "food_budget"',
      },
    ],
  });
  config.model_name = 'food_budget';
  expect(await predict(anna, {}, { config })).toMatchObject({ prediction: 600 });
});

describe('an answer', () => {
  test.each([
    ['a number', [4.5], 4.5],
    ['a label', ['spends much'], 'spends much'],
    ['a record', [{ low: 1, high: 2 }], { low: 1, high: 2 }],
    ['an object for the one record', { low: [1], high: [2] }, { low: [1], high: [2] }],
  ])('with %s', async (_, predictions, prediction) => {
    server.answerWith((response) => json(response, 200, { predictions }));
    expect(await predict(anna)).toMatchObject({ prediction });
  });

  test('that arrives in the middle of a character is whole', async () => {
    const [head, tail] = [Buffer.from('{"predictions":["é'), Buffer.from('t é"]}')];
    server.answerWith((response) => {
      response.write(head.subarray(0, -1));
      setImmediate(() => response.end(Buffer.concat([head.subarray(-1), tail])));
    });
    expect(await predict(anna)).toMatchObject({ prediction: 'ét é' });
  });

  const reply = (status: number, text: string) => (response: any) => response.writeHead(status).end(text);
  const mlflow = (code: string, message: string) =>
    JSON.stringify({ error_code: code, message, stack_trace: 'secret' });
  test.each<[string, (response: any) => void, string, string]>([
    [
      'a refusal, in MLflow’s words and without Python’s',
      reply(
        400,
        mlflow('BAD_REQUEST', 'Failed to enforce schema.\nError: no income\nTraceback (most recent call last):\n  x'),
      ),
      'MODEL_FAILED',
      'it answered 400 BAD_REQUEST: Failed to enforce schema. Error: no income',
    ],
    [
      'a long refusal',
      reply(400, mlflow('E', 'x'.repeat(9_999))),
      'MODEL_FAILED',
      `it answered 400 E: ${'x'.repeat(300)}…`,
    ],
    ['a wrong address', reply(404, '<html>'), 'MODEL_FAILED', 'it answered 404'],
    ['a redirect', reply(307, ''), 'MODEL_FAILED', 'it answered 307'],
    ['too many at once', reply(429, ''), 'MODEL_UNAVAILABLE', 'it answered 429'],
    [
      'an error of its own',
      reply(500, mlflow('INTERNAL_ERROR', 'Oops.')),
      'MODEL_FAILED',
      'it answered 500 INTERNAL_ERROR: Oops',
    ],
    ['a proxy without a server', reply(502, 'Bad gateway'), 'MODEL_UNAVAILABLE', 'it answered 502'],
    ['not yet', reply(503, ''), 'MODEL_UNAVAILABLE', 'it answered 503'],
    ['no JSON', reply(200, '<html>NaN'), 'MODEL_FAILED', 'it answered something without `predictions`'],
    [
      'what Python writes of a number that JSON has not',
      reply(200, '{"predictions": [NaN]}'),
      'MODEL_FAILED',
      'one of its predictions is NaN or infinite',
    ],
    [
      'minus infinity',
      reply(200, '{"predictions": [-Infinity]}'),
      'MODEL_FAILED',
      'one of its predictions is NaN or infinite',
    ],
    [
      'no predictions',
      reply(200, '{"prediction": [1]}'),
      'MODEL_FAILED',
      'it answered something without `predictions`',
    ],
    ['none', reply(200, '{"predictions": []}'), 'MODEL_FAILED', 'it gave 0 predictions for one record'],
    ['two', reply(200, '{"predictions": [1, 2]}'), 'MODEL_FAILED', 'it gave 2 predictions for one record'],
    ['null', reply(200, '{"predictions": [null]}'), 'MODEL_FAILED', 'its prediction is null'],
    ['infinity', reply(200, '{"predictions": [1e999]}'), 'MODEL_FAILED', 'its prediction is too large for a number'],
    [
      'half a letter',
      reply(200, '{"predictions": ["\\ud800"]}'),
      'MODEL_FAILED',
      'its prediction is a text that is not Unicode',
    ],
    [
      'NUL inside',
      reply(200, '{"predictions": [{"a": ["\\u0000"]}]}'),
      'MODEL_FAILED',
      'its prediction is a text that is not Unicode',
    ],
    [
      'thousands of levels',
      reply(200, `{"predictions": ${'['.repeat(20_000)}${']'.repeat(20_000)}}`),
      'MODEL_FAILED',
      'its prediction is nested more than 16 deep',
    ],
    [
      'too large',
      reply(200, `{"predictions": ["${'x'.repeat(1_000_000)}"]}`),
      'MODEL_FAILED',
      'its answer is larger than 1000000 bytes',
    ],
    [
      'cut off',
      (response) => {
        response.writeHead(200, { 'content-length': 100 }).write('{"predictions":');
        setImmediate(() => response.destroy());
      },
      'MODEL_UNAVAILABLE',
      'the connection to its server broke',
    ],
    ['a hang-up', (response) => response.destroy(), 'MODEL_UNAVAILABLE', 'the connection to its server broke'],
  ])('that is %s is a failure with its code, and is not asked for again', async (_, answer, code, reason) => {
    server.answerWith(answer);
    expect(await predict(anna)).toEqual({ code, model: 'food_budget/1', reason });
    expect(server.asked).toHaveLength(1);
  });
});

test.each([
  ['before it answers', () => {}],
  ['in mid-answer', (response: any) => response.writeHead(200).write('{"predictions":')],
])('a server that is silent %s costs no more than the policy’s time limit', async (_, answer) => {
  server.answerWith(answer);
  expect(await predict(anna, { timeoutMs: 50 })).toEqual({ code: 'MODEL_TIMEOUT', model: 'food_budget/1', ms: 50 });
});

test('who aborts the call gets the reason back, and the request is gone', async () => {
  const controller = new AbortController();
  const gone = new Promise<void>((resolve) => {
    server.answerWith((response) => {
      response.on('close', resolve);
      controller.abort(new Error('cancelled'));
    });
  });
  expect(await predict(anna, {}, { signal: controller.signal })).toMatchObject({ message: 'cancelled' });
  await gone;
});

describe('a server that is not there', () => {
  const unavailable = (reason: unknown) => ({ code: 'MODEL_UNAVAILABLE', model: 'food_budget/1', reason });

  test('is asked a second time, and then it is unavailable', async () => {
    const other = await scoringServer();
    await other.stop();
    const start = performance.now();
    expect(await predict(anna, { urls: [other.url] })).toEqual(unavailable('its server refuses connections'));
    expect(performance.now() - start).toBeGreaterThan(190); // the pause before the second time
  });

  test('at first, and then is, answers', async () => {
    const other = await scoringServer();
    await other.stop();
    const asked = predict(anna, { urls: [other.url] });
    const again = await scoringServer(Number(new URL(other.url).port));
    expect(await asked).toMatchObject({ prediction: 600 });
    await again.stop();
  });

  test('has a name that nobody knows', async () => {
    const failure = await predict(anna, { urls: ['http://no-such-host.invalid'] });
    expect(failure).toEqual(unavailable(expect.stringContaining('the name of its server')));
  });
});
