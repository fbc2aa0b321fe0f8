import { statementsOn } from '@trialogue/subgraph/testing';
import { openTestProduct, type TestProduct } from './testing/test-product';

const many = Array.from({ length: 50 }, (_, number) => number);
let on: TestProduct;
const ask = (document: string, variables: object = {}): Promise<any> => on.graph(document, variables);

beforeAll(async () => {
  on = await openTestProduct();
  const version = { number: 1, template: 'You plan meals.', modelProvider: 'scripted', modelName: 'scripted' };
  const prompts = many.map((number) => ({ name: `meal_${number}`, versions: [version] }));
  const config = (number: number, temperature: number) => ({
    execution_strategy: 'prompt_template',
    prompt_config: { prompt_version_id: `meal_${number}@1` },
    params: { temperature },
  });
  const experiments = many.map((number) => ({
    key: `experiment_${number}`,
    name: `Experiment ${number}`,
    status: 'RUNNING',
    ...{ primaryMetric: 'contentment', sampleSize: 1_000 },
    variants: [
      { key: 'a', isControl: true, config: config(number, 0.1) },
      { key: 'b', config: config(number, 0.9) },
    ],
  }));
  const applied = '{ subject outcome problems { path message } }';
  const first = `mutation ($of: [ApplyPromptInput!]!) { applied: applyPrompts(prompts: $of) ${applied} }`;
  const then = `mutation ($of: [ApplyExperimentInput!]!) { applied: applyExperiments(experiments: $of) ${applied} }`;
  for (const [document, of] of [
    [first, prompts],
    [then, experiments],
  ] as const)
    for (const one of (await ask(document, { of })).applied)
      expect(one).toEqual({ subject: expect.any(String), outcome: 'CREATED', problems: [] });
}, 60_000);

afterAll(() => on.close());

test('fifty experiments with variants, prompts and results cost at most one statement for each kind of entity', async () => {
  const document = `{ experiments(first: 50) { edges { node {
    key
    variants { key arm prompt { id template prompt { name labels { label } } } modelOverride { provider } }
    results(includeStandIn: true) { variants { variant { key prompt { id } } exposures completions } }
  } } } }`;
  for (const [table, most] of [
    ['experiments', 1],
    ['variants', 1],
    ['prompts', 1],
    ['prompt_versions', 1],
    ['variant_totals', 1],
  ] as const) {
    let nodes: any[] = [];
    const statements = await statementsOn(table, async () => {
      nodes = (await ask(document)).experiments.edges.map(({ node }: any) => node);
    });
    expect(nodes).toHaveLength(50);
    for (const { key, variants, results } of nodes) {
      const prompt = `meal_${key.split('_')[1]}`;
      expect(variants.map((one: any) => one.prompt.id)).toEqual([`${prompt}@1`, `${prompt}@1`]);
      expect(results.variants.map((one: any) => one.variant.prompt.id)).toEqual([`${prompt}@1`, `${prompt}@1`]);
    }
    expect({ table, statements: statements.length }).toEqual({ table, statements: most });
  }
});
