import type { Call, FromSchema, Resolver, Strategy } from '@trialogue/plugin-api';
import { Kind, parse } from 'graphql';
import { hybrid } from './hybrid';
import { hybridParts } from './hybrid-parts';
import plugin from './index';

type CallOf<S> = S extends Strategy<infer Config, infer Input> ? Call<FromSchema<Config>, FromSchema<Input>> : never;
type HybridCall = CallOf<typeof hybrid>;

/** A host whose model predicts 750 and whose prompt answers what it was told. */
function fakeCall(given: Partial<HybridCall>, predicts: () => unknown = () => ({ prediction: 750, model: 'm' })) {
  const runs: unknown[] = [];
  const call = {
    config: {},
    attributes: {},
    async run(strategy: string, config: unknown, input: unknown) {
      runs.push([strategy, config, input]);
      return strategy === 'mlflow_model' ? predicts() : { text: 'About 750.', stopReason: 'end' };
    },
    ...given,
  } as HybridCall;
  return { call, runs };
}

test('the prediction is put into words, each part with its own member of the config', async () => {
  const { call, runs } = fakeCall({ input: { text: 'How much?', features: { income: 1000 } as object } });
  expect(await hybrid.execute(call)).toEqual({ text: 'About 750.', stopReason: 'end', prediction: 750 });
  expect(runs).toEqual([
    ['mlflow_model', null, { features: { income: 1000 }, known: {} }],
    ['prompt_template', null, { text: 'How much?', variables: { prediction: 750 } }],
  ]);
});

test('features are looked for in the variables, then in the attributes; the prediction wins over a variable', async () => {
  const { call, runs } = fakeCall({
    input: { text: 'How much?', variables: { city: 'Gent', prediction: 'mine' } as object },
    attributes: { income: 1, age: 40, city: 'Brugge' },
    conversation: { id: 'c', turn: 1, history: [], variables: { income: 2, name: 'Ana' } },
  });
  await hybrid.execute(call);
  expect(runs).toMatchObject([
    [
      'mlflow_model',
      null,
      { features: {}, known: { income: 2, age: 40, name: 'Ana', city: 'Gent', prediction: 'mine' } },
    ],
    ['prompt_template', null, { variables: { city: 'Gent', prediction: 750 } }],
  ]);
});

test('without a prediction no chat model is asked, and the failure is the strategy’s', async () => {
  const failure = Object.assign(new Error('down'), { code: 'MODEL_UNAVAILABLE' });
  const { call, runs } = fakeCall({ input: { text: 'How much?' } }, () => Promise.reject(failure));
  await expect(hybrid.execute(call)).rejects.toBe(failure);
  expect(runs).toHaveLength(1);
});

test('the plugin brings one strategy, which says what it uses and gives, and one field of Variant', async () => {
  const { strategies, graph } = await plugin.setup({}, {} as never);
  expect(strategies?.map(({ name, uses, provides }) => [name, uses, provides])).toEqual([
    [
      'hybrid',
      ['mlflow_model', 'prompt_template'],
      [
        'prediction',
        { variable: 'structured', where: expect.anything() },
        { variable: 'candidates', where: expect.anything() },
      ],
    ],
  ]);
  const extension = parse(graph!.typeDefs).definitions.find(({ kind }) => kind === Kind.OBJECT_TYPE_EXTENSION);
  expect(extension).toMatchObject({ name: { value: 'Variant' } });
  expect(Object.keys(graph!.resolvers.Variant!)).toEqual(['hybrid']);
});

test.each([
  ['hybrid', { policy: 'food@1', prompt: 'coach@2', predictionVariable: 'prediction' }],
  ['mlflow_model', null],
])('what a variant of the strategy %s is put together from', (execution_strategy, parts) => {
  const config = {
    execution_strategy,
    mlflow_model: { policy_version_id: 'food@1' },
    prompt_config: { prompt_version_id: 'coach@2' },
  };
  expect((hybridParts.resolvers.Variant!.hybrid as Resolver)({ config }, {}, {} as never)).toEqual(parts);
});
