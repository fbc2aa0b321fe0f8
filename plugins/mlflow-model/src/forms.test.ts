import type { Signature } from '@trialogue/mlflow';
import { callWith, foodBudget, type ModelCall, openModel } from './testing/model';
import { json, type ScoringServer, scoringServer } from './testing/scoring-server';

const signature: Signature = {
  inputs: [
    { name: 'income', type: 'double', required: true },
    { name: 'rooms', type: 'long', required: false },
  ],
  outputs: [],
  params: [],
};
let server: ScoringServer;
let known: Signature | undefined;
const model = openModel({}, { signatures: { of: async () => known } });
beforeAll(async () => {
  server = await scoringServer();
});
beforeEach(() => {
  known = undefined;
  server.asked.length = 0;
  server.answerWith((response) => json(response, 200, { predictions: [1, 2] }));
});
afterAll(() => Promise.all([server.stop(), model.close()]));

const inputs = [{ name: 'income', type: 'number', required: true }] as const;
const predict = (input: ModelCall['input'], change: object = { inputs, params: { q: 0.5 } }): Promise<any> =>
  model.strategy
    .execute(callWith(() => foodBudget([server.url], change), input))
    .catch((error) => error.failure ?? error);

test.each<[string, ModelCall['input']]>([
  ['dataframe_records', { dataframe_records: [{ income: 1 }, { income: 2 }] }],
  ['dataframe_split', { dataframe_split: { columns: ['income'], data: [[1], [2]] } }],
  ['instances of records', { instances: [{ income: 1 }, { income: 2 }] }],
  [
    'instances of tensors',
    {
      instances: [
        [1, 2],
        [3, 4],
      ],
    },
  ],
  ['inputs', { inputs: { income: [1, 2] } }],
  [
    'inputs that are a tensor',
    {
      inputs: [
        [1, 2],
        [3, 4],
      ],
    },
  ],
])('%s are sent as they are, with params, and all predictions answered', async (_, input) => {
  expect(await predict(input)).toEqual({ predictions: [1, 2], model: 'food_budget', modelVersion: '1' });
  expect(server.asked).toEqual([{ ...input, params: { q: 0.5 } }]);
});

test.each<[ModelCall['input'], string[]]>([
  [{}, [' needs one of features, dataframe_records, dataframe_split, instances, inputs; it has none']],
  [
    { features: {}, inputs: [1] },
    [' needs one of features, dataframe_records, dataframe_split, instances, inputs; it has features, inputs'],
  ],
  [{ dataframe_records: [] }, ['dataframe_records has to be a list of 1 to 10000']],
  [{ dataframe_records: [{ income: 1 }, 7] }, ['dataframe_records.1 has to be an object: one record']],
  [
    { dataframe_records: [{ income: 1 }, { income: 'x' }] },
    ['dataframe_records.1.income is "x"; food_budget@1 needs a number'],
  ],
  [
    { dataframe_split: { columns: ['incone'], data: [[1]] } },
    [
      'dataframe_split.data.0.incone is no input of food_budget@1, which takes income; did you mean "income"?',
      'dataframe_split.data.0.income is missing; food_budget@1 needs a number',
    ],
  ],
  [
    { dataframe_split: { columns: ['income'], data: [[1, 2]] } },
    ['dataframe_split.data.0 has to be a list of 1, one for each column'],
  ],
])('%j is refused before anything is sent', async (input, problems) => {
  const { code, problems: found } = await predict(input);
  expect(code).toBe('BAD_USER_INPUT');
  expect(found.map(({ path, message }: any) => `${path.join('.')} ${message}`)).toEqual(problems);
  expect(server.asked).toEqual([]);
});

test('predictions that cannot be passed on are a failure', async () => {
  server.answerWith((response) => response.end('{"predictions": [1, 1e999]}'));
  expect(await predict({ inputs: [1] })).toMatchObject({
    code: 'MODEL_FAILED',
    reason: 'one of its predictions is too large for a number',
  });
});

describe('where the signature is known', () => {
  const words = (problems: any[]) => problems.map(({ path, message }) => `${path.join('.')} ${message}`);

  test('a policy that gives too little is told, with the column, before anything is sent', async () => {
    known = { ...signature, inputs: [...signature.inputs, { name: 'region', type: 'string', required: true }] };
    const { code, problems } = await predict({ features: { income: 1 } });
    expect([code, ...words(problems)]).toEqual([
      'BAD_USER_INPUT',
      'features.region is missing; the signature of food_budget/1 says a text',
    ]);
    expect(server.asked).toEqual([]);
  });

  test('a policy without inputs leaves them to it', async () => {
    known = signature;
    const { problems } = await predict({ features: { rooms: 1.5, incone: 1 } }, { inputs: [] });
    expect(words(problems)).toEqual([
      'features.incone is no column of the model food_budget/1, whose signature has income, rooms',
      'features.income is missing; the signature of food_budget/1 says a number',
      'features.rooms is 1.5; the signature of food_budget/1 says a whole number',
    ]);
    server.answerWith((response) => json(response, 200, { predictions: [7] }));
    expect(await predict({ features: { income: 1, rooms: 3 } }, { inputs: [] })).toMatchObject({ prediction: 7 });
  });

  test('such a policy’s columns are looked for in what is known, and nothing else of that is sent', async () => {
    known = signature;
    server.answerWith((response) => json(response, 200, { predictions: [7] }));
    const said = { rooms: 3, name: 'Anna', income: 4 };
    await predict({ features: { income: 1 }, known: said }, { inputs: [] });
    await predict({ features: {}, known: said }, { inputs: [] });
    expect(server.asked.map(({ dataframe_records: [record] }) => record)).toEqual([
      { income: 1, rooms: 3 },
      { income: 4, rooms: 3 },
    ]);
    const { problems } = await predict({ features: {}, known: { income: null } }, { inputs: [] });
    expect(words(problems)).toEqual(['features.income is missing; the signature of food_budget/1 says a number']);
  });

  test('columns with names are checked by these in `inputs`, too', async () => {
    known = signature;
    const { code, problems } = await predict({ inputs: { incone: [1, 2], rooms: [1, 2] } });
    expect([code, ...words(problems)]).toEqual([
      'BAD_USER_INPUT',
      'inputs.incone is no column of the model food_budget/1, whose signature has income, rooms',
      'inputs.income is missing; the signature of food_budget/1 says a number',
    ]);
    expect(server.asked).toEqual([]);
    expect(await predict({ inputs: { income: [1, 2] } })).toMatchObject({ predictions: [1, 2] });
    known = { ...signature, inputs: [{ type: 'tensor', 'tensor-spec': { dtype: 'float64', shape: [-1, 2] } }] };
    expect(await predict({ inputs: [[1, 2]] })).toMatchObject({ predictions: [1, 2] });
  });

  test('null is a value where MLflow takes it for one', async () => {
    const column = (type: string, required = true) => ({ name: type, type, required });
    const taking = ['double', 'float', 'string', 'datetime', 'object'].map((type) => column(type));
    const record = (columns: { name: string }[]) => Object.fromEntries(columns.map(({ name }) => [name, null]));
    known = { ...signature, inputs: taking };
    server.answerWith((response) => json(response, 200, { predictions: [7] }));
    expect(await predict({ features: record(taking) }, { inputs: [] })).toMatchObject({ prediction: 7 });
    const refusing = ['long', 'integer', 'boolean'].map((type) => column(type));
    known = { ...signature, inputs: [...refusing, column('binary', false)] };
    const { problems } = await predict({ features: record([...refusing, column('binary', false)]) }, { inputs: [] });
    expect(words(problems)).toEqual([
      'features.long is null; the signature of food_budget/1 says a whole number',
      'features.integer is null; the signature of food_budget/1 says a whole number',
      'features.boolean is null; the signature of food_budget/1 says true or false',
    ]);
  });

  test('many records are checked too', async () => {
    known = signature;
    const { problems } = await predict({ instances: [{ income: 1 }, { income: true }] }, { inputs: [] });
    expect(words(problems)).toEqual(['instances.1.income is true; the signature of food_budget/1 says a number']);
  });
});
