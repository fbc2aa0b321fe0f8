import { startProduct } from './support/product';

test('a flag is planned, started, widened, won and put away over HTTP, and its history tells who did what', async () => {
  const product = await startProduct();
  const document = (name: string, args: string, types: string) =>
    `mutation(${types}) { it: ${name}Experiment(${args}) { status version allocation winner { key } } }`;
  const done = async (name: string, args: string, types: string, variables: object) =>
    (await product.ask(document(name, args, types), variables)).it;
  const key = 'green_button';
  const input = {
    key,
    traffic: 0,
    targeting: 'country == "nl"',
    attributes: { country: 'string' },
    layers: [{ layer: 'support_answers', from: 0.5, to: 1 }],
    variants: [
      { key: 'off', value: { colour: 'grey' } },
      { key: 'on', value: { colour: 'green' } },
    ],
  };
  const gets = async (country: string) => {
    const query = `query($key: ID!, $attributes: JSONObject) {
      assignment(experiment: $key, unit: "anna", attributes: $attributes) { reason variant { value executionStrategy } } }`;
    return (await product.ask(query, { key, attributes: { country } })).assignment;
  };

  await product.ask('mutation($input: CreateExperimentInput!) { createExperiment(input: $input) { key } }', { input });
  expect(await done('start', 'key: $key', '$key: ID!', { key })).toMatchObject({ status: 'RUNNING', version: 2 });
  expect(await gets('de')).toEqual({ reason: 'NOT_TARGETED', variant: null });

  const update = document('update', 'key: $key, input: $input', '$key: ID!, $input: UpdateExperimentInput!');
  const wider = { traffic: 1, layers: [], version: 2 };
  const refused = await product.graph(update, { key, input: { ...wider, newAllocation: true } });
  expect(refused.errors).toMatchObject([
    { extensions: { code: 'EXPERIMENT_STATE', problems: [{ path: ['layers'] }, { path: [] }] } },
  ]);
  const { it } = await product.ask(update, { key, input: { ...wider, rerandomise: true } });
  expect(it).toMatchObject({ allocation: 2, version: 3 });
  const late = await product.graph(update, { key, input: { name: 'Late', version: 2 } });
  expect(late.errors).toMatchObject([{ extensions: { code: 'RELEASE_CONFLICT', retryable: true } }]);
  expect(await gets('nl')).toMatchObject({ reason: 'ASSIGNED', variant: { executionStrategy: 'none' } });

  const stopped = await done('stop', 'key: $key, winner: "on"', '$key: ID!', { key });
  expect(stopped).toMatchObject({ status: 'STOPPED', winner: { key: 'on' } });
  expect(await gets('nl')).toMatchObject({ reason: 'WINNER', variant: { value: { colour: 'green' } } });
  expect(await gets('de')).toMatchObject({ reason: 'NOT_TARGETED', variant: null });
  expect(await done('archive', 'key: $key', '$key: ID!', { key })).toMatchObject({ status: 'ARCHIVED' });
  expect(await gets('nl')).toMatchObject({ reason: 'NOT_RUNNING', variant: null });

  const { experiment } = await product.ask(
    'query($key: ID!) { experiment(key: $key) { history { act by before after } } }',
    { key },
  );
  expect(experiment.history.map(({ act, by }: any) => [act, by])).toEqual(
    ['ARCHIVE', 'STOP', 'UPDATE', 'START', 'CREATE'].map((act) => [act, 'local']),
  );
  expect(experiment.history[2]).toMatchObject({ before: { traffic: 0 }, after: { traffic: 1, allocation: 2 } });
});
