import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { openStandIn, type StandIn } from './server';
import { ask, doors, invoke, numbersOf, predicted, refused } from './testing/scoring-cases';

const models = path.join(__dirname, '../../../../training/models');
const logger = pino({ level: 'silent' });
const coefficients = (name: string) => JSON.parse(readFileSync(path.join(models, `${name}.json`), 'utf8'));
let standIn: StandIn;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'trialogue-stand-in-'));
  standIn = (await openStandIn(models, logger))!;
});
afterAll(async () => {
  await standIn.close();
  rmSync(folder, { recursive: true });
});

test.each(['food_budget_1', 'food_budget_2'])(
  '%s predicts what its file says, in every form of input',
  async (name) => {
    const { intercept, coefficients: slopes } = coefficients(name);
    for (const [body, incomes] of predicted) {
      const answer = await invoke(`${standIn.url}/${name}`, body);
      expect({ body, ...answer }).toMatchObject({ status: 200, type: 'application/json' });
      expect({ body, numbers: numbersOf(answer) }).toEqual({
        body,
        numbers: incomes.map((income) => intercept + slopes.income * income),
      });
    }
  },
);

test('what cannot be scored is refused as MLflow refuses it', async () => {
  for (const [body, code] of refused) {
    const { status, type, text } = await invoke(`${standIn.url}/food_budget_1`, body);
    expect({ body, status, type, code: JSON.parse(text).error_code }).toEqual({
      body,
      status: 400,
      type: 'application/json',
      code,
    });
    expect(JSON.parse(text).message).toMatch(/\w{4}/);
  }
});

test('a refusal says what is missing and what was given in its place', async () => {
  const { text } = await invoke(`${standIn.url}/food_budget_1`, '{"dataframe_records":[{"imcome":3}]}');
  expect(JSON.parse(text).message).toBe(
    "Failed to enforce schema of data. Model is missing inputs ['income']. Note that there were extra inputs: ['imcome'].",
  );
});

test.each(doors)('%s %j: %d, %s', async (request, init, status, type) => {
  expect(await ask(`${standIn.url}/food_budget_1`, request, init)).toMatchObject({ status, type });
});

test('bytes that are not UTF-8, and a body past the limit, are refused on the same connection', async () => {
  const send = (body: string | Buffer<ArrayBuffer>) =>
    ask(`${standIn.url}/food_budget_1`, '/invocations', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
  const broken = await send(Buffer.from('{"instances":["\xff"]}', 'latin1'));
  expect([broken.status, JSON.parse(broken.text).error_code]).toEqual([400, 'BAD_REQUEST']);
  const large = await send(`{"instances":[${'1,'.repeat(600_000)}1]}`);
  expect([large.status, JSON.parse(large.text).error_code]).toEqual([413, 'BAD_REQUEST']);
});

test('a model that is not there is named beside those that are', async () => {
  const { status, text } = await invoke(`${standIn.url}/food_budget_3`, '{}');
  expect([status, JSON.parse(text)]).toEqual([
    404,
    {
      error_code: 'RESOURCE_DOES_NOT_EXIST',
      message: 'There is no model "food_budget_3" here; there are food_budget_1, food_budget_2.',
    },
  ]);
  expect((await ask(standIn.url, '/%ff/ping')).status).toBe(400);
});

test('every answer says that a stand-in gave it, and it listens on loopback alone', async () => {
  for (const request of ['/food_budget_1/ping', '/food_budget_1/invocations', '/nobody/ping'])
    expect((await fetch(`${standIn.url}${request}`)).headers.get('trialogue-stand-in')).toBe('true');
  expect(await (await fetch(`${standIn.url}/food_budget_1/version`)).text()).toBe('stand-in');
  expect(new URL(standIn.url).hostname).toBe('127.0.0.1');
});

test('closing does not wait for a request that never ends', async () => {
  const server = (await openStandIn(models, logger))!;
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  const gone = new Promise((resolve) => socket.once('close', resolve));
  socket.on('error', () => {});
  socket.write(
    'POST /food_budget_1/invocations HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{',
  );
  await new Promise((resolve) => socket.once('ready', resolve));
  await server.close();
  await gone;
});

test('what is no linear model is left out and named with what is wrong; without a model there is no server', async () => {
  const said: string[] = [];
  const listening = pino({ level: 'error' }, { write: (line: string) => said.push(line) });
  expect(await openStandIn(path.join(folder, 'nowhere'), listening)).toBeUndefined();
  writeFileSync(path.join(folder, 'tree.json'), '{"name":"tree","version":"1","intercept":1,"coefficients":{"a":"x"}}');
  writeFileSync(path.join(folder, 'half.json'), '{"name":');
  expect(await openStandIn(folder, listening)).toBeUndefined();
  expect(said.join('')).toMatch(/half\.json.*JSON[\s\S]*tree\.json.*\/coefficients\/a must be number/);
});

test('inputs of more than one column add up, whatever their order', async () => {
  writeFileSync(
    path.join(folder, 'two.json'),
    '{"name":"two","version":"1","intercept":1,"coefficients":{"a":10,"b":100}}',
  );
  const server = (await openStandIn(folder, logger))!;
  try {
    const numbers = async (body: string) => numbersOf(await invoke(`${server.url}/two`, body));
    expect(await numbers('{"dataframe_split":{"columns":["b","a"],"data":[[2,1]]}}')).toEqual([211]);
    expect(await numbers('{"inputs":{"a":[1,2],"b":[3,4]}}')).toEqual([311, 421]);
    const bare = await invoke(`${server.url}/two`, '{"instances":[1,2]}');
    expect([bare.status, JSON.parse(bare.text).error_code]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
  } finally {
    await server.close();
  }
});
