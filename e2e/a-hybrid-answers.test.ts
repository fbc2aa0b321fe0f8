import { follow, read, say, textOf } from './support/chat';
import { execute, unitsOf } from './support/execute';
import { type Product, startProduct } from './support/product';

const experiment = 'budget_advice';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});

test('one shot: the prediction and the words about it, which differ between the variants', async () => {
  const units = await unitsOf(product, experiment);
  const texts = new Set<string>();
  for (const [variant, unit] of Object.entries(units)) {
    const input = { text: 'How much will we spend on food?', features: { income: 1000 } };
    const execution = await execute(product, experiment, unit, input);
    expect(execution).toMatchObject({
      status: 'COMPLETED',
      variant: { key: variant },
      output: { prediction: expect.closeTo(641.66, 1), stopReason: 'end' },
      model: 'scripted',
      standIn: true,
    });
    texts.add(execution.output.text);
  }
  expect(texts.size).toBe(2);
});

test('in a conversation the answer streams, and the model’s input comes from its variables or the unit’s attributes', async () => {
  const start = async (unit: string, more: object) =>
    (
      await product.ask(
        'mutation($input: StartConversationInput!) { startConversation(input: $input) { id cursor arm } }',
        { input: { experiment, unit, ...more } },
      )
    ).startConversation;

  for (const more of [{ variables: { income: 900, name: 'Ana' } }, { attributes: { income: 900 } }]) {
    const conversation = await start('ana', more);
    const watching = follow(product.socket(), conversation.id, 'MessageCompleted', conversation.cursor);
    const turn = await say(product, conversation.id, 'How can we save?');
    const events = await watching;
    expect(turn).toMatchObject({ status: 'COMPLETED', answer: { standIn: true } });
    expect(events.filter((event) => event.__typename === 'MessageDelta').length).toBeGreaterThan(1);
    expect(textOf(events)).toBe(turn.answer.text);
    expect(events.at(-1)!.message).toMatchObject({ arm: conversation.arm, status: 'COMPLETED' });
  }

  const unknown = await start('ana', {});
  expect(await say(product, unknown.id, 'How can we save?')).toMatchObject({
    status: 'FAILED',
    answer: null,
    failure: { code: 'BAD_USER_INPUT', message: expect.stringContaining('features.income is missing') },
  });
  expect((await read(product, unknown.id)).turnCount).toBe(1);
});

test('its parts are in the graph', async () => {
  const { experiment: found } = await product.ask(
    `{ experiment(key: "${experiment}") { variants { key hybrid { policy prompt predictionVariable }
       model { reference name policyVersion { id modelName } } prompt { id } } } }`,
  );
  expect(found.variants).toEqual(
    [1, 2].map((number) => ({
      key: number === 1 ? 'advises' : 'asks',
      hybrid: { policy: 'food_budget@2', prompt: `budget_coach@${number}`, predictionVariable: 'prediction' },
      model: {
        reference: 'food_budget@2',
        name: 'food_budget',
        policyVersion: { id: 'food_budget@2', modelName: 'food_budget' },
      },
      prompt: { id: `budget_coach@${number}` },
    })),
  );
});

test('the prediction chooses the prompt, and candidates are ranked by it', async () => {
  const parts = {
    execution_strategy: 'hybrid',
    mlflow_model: { policy_version_id: 'food_budget@2' },
    prompt_config: { prompt_version_id: 'budget_coach@1' },
  };
  const routes = [{ below: 700, prompt: 'budget_coach@2' }];
  const create = 'mutation ($input: CreateExperimentInput!) { createExperiment(input: $input) { key } }';
  await product.ask(create, {
    input: {
      ...{ key: 'hybrid_modes', primaryMetric: 'came_back_in_a_week', sampleSize: 100 },
      overrides: ['routes', 'ranks'].map((variant) => ({ variant, units: [variant] })),
      variants: [
        { key: 'routes', config: { ...parts, hybrid: { mode: 'route', routes } } },
        { key: 'ranks', config: { ...parts, hybrid: { mode: 'rerank', best: 'lowest' } } },
      ],
    },
  });
  const { startExperiment } = await product.ask(
    'mutation { startExperiment(key: "hybrid_modes") { variants { key config arm } } }',
  );
  expect(new Set(startExperiment.variants.map(({ arm }: any) => arm)).size).toBe(2);

  const ask = (unit: string, input: object) =>
    execute(product, 'hybrid_modes', unit, { text: 'How much will we spend on food?', ...input });
  const [low, high] = [
    await ask('routes', { features: { income: 1000 } }),
    await ask('routes', { features: { income: 2000 } }),
  ];
  expect(low.output).toMatchObject({ prediction: expect.closeTo(641.66, 1), route: 'budget_coach@2' });
  expect(high.output.route).toBeUndefined();
  expect(high.output.text).not.toBe(low.output.text);

  const candidates = [2000, 1000, 1500].map((income) => ({ household: `of ${income}`, income }));
  const { output, status } = await ask('ranks', { candidates });
  expect(status).toBe('COMPLETED');
  expect(output.candidates.map(({ candidate }: any) => candidate.income)).toEqual([1000, 1500, 2000]);
  expect(output.prediction).toBe(output.candidates[0].score);
});
