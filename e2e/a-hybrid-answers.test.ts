import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { follow, read, say, start, textOf } from './support/chat';
import { execute, unitsOf } from './support/execute';
import { makeProject, type Product, repository, startProduct } from './support/product';

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

/** A project with the files that a section of docs/hybrid.md gives, each under the name in its first line. */
function projectOf(section: string): string {
  const page = readFileSync(path.join(repository, 'docs/hybrid.md'), 'utf8');
  const text = page.slice(page.indexOf(`\n### ${section}\n`)).split(/\n## /)[0]!;
  const files = [...text.matchAll(/```yml\n# (\S+)\n([\s\S]*?)```/g)];
  expect(files).toHaveLength(5);
  const project = makeProject();
  for (const [, file, content] of files) writeFileSync(path.join(project, file!), content!);
  return project;
}

test('a prediction chooses the flow in which a conversation goes on, as the docs have it', async () => {
  const routing = await startProduct({}, projectOf('Route to flows'));
  expect(routing.output).not.toContain('refused');
  const units = await unitsOf(routing, 'budget_talks');
  const begin = () => start(routing, units.by_forecast!, { experiment: 'budget_talks' });

  const poor = await begin();
  const asked = await say(routing, poor.id, '1000');
  expect(asked).toMatchObject({ status: 'COMPLETED', answer: { text: expect.stringContaining('That is not much.') } });
  const advised = await say(routing, poor.id, 'How can we save?');
  expect(advised).toMatchObject({ status: 'COMPLETED', answer: { standIn: true } });
  await say(routing, poor.id, 'Many thanks');
  expect(await read(routing, poor.id)).toMatchObject({ status: 'COMPLETED', outcome: 'advised' });

  const rich = await begin();
  const ended = await say(routing, rich.id, '2000');
  expect(ended.answer.text).toContain('You have enough');
  expect(await read(routing, rich.id)).toMatchObject({ outcome: 'fine', arm: poor.arm });

  const free = await start(routing, units.one_talk!, { experiment: 'budget_talks', variables: { income: 900 } });
  expect(free.arm).not.toBe(poor.arm);
  expect(await say(routing, free.id, 'How can we save?')).toMatchObject({ status: 'COMPLETED' });
});

test('the prompt that its mode needs is missed before the experiment starts', async () => {
  const validate =
    'query($config: JSONObject!) { validateVariantConfig(config: $config) { problems { path message } } }';
  const config = {
    execution_strategy: 'hybrid',
    mlflow_model: { policy_version_id: 'food_budget@2' },
    prompt_config: { prompt_version_id: 'budget_coach@1' },
    hybrid: { mode: 'prompt_then_predict' },
  };
  const { problems } = (await product.ask(validate, { config })).validateVariantConfig;
  expect(problems).toEqual([
    { path: 'hybrid.features_prompt', message: expect.stringContaining('is missing; expected a prompt') },
  ]);
  const create = 'mutation ($input: CreateExperimentInput!) { createExperiment(input: $input) { key } }';
  const input = {
    ...{ key: 'lacking', primaryMetric: 'came_back_in_a_week', sampleSize: 100 },
    variants: ['a', 'b'].map((key) => ({ key, config })),
  };
  await product.ask(create, { input }); // a draft need not be complete
  const { errors } = await product.graph('mutation { startExperiment(key: "lacking") { key } }');
  expect(errors).toMatchObject([{ extensions: { code: 'CONFIG_INVALID' } }]);
});
