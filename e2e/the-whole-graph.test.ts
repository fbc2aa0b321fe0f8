import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildClientSchema, getIntrospectionQuery } from 'graphql';
import { say, start } from './support/chat';
import { isSplit } from './support/processes';
import { type Product, startProduct, temporaryFolder } from './support/product';
import { until } from './support/until';

/** Where it composes the graph, it ends. */
function composingNothing(): NodeJS.ProcessEnv {
  const hook = path.join(temporaryFolder(), 'hook.js');
  writeFileSync(
    hook,
    `const workers = require('node:worker_threads');
     workers.Worker = class extends workers.Worker {
       constructor(file, options) {
         if (String(file).endsWith('compose.cjs')) process.exit(70);
         super(file, options);
       }
     };`,
  );
  return { NODE_OPTIONS: `--require ${hook}` };
}

let product: Product;
beforeAll(async () => {
  // Services compose what is there so far. One process with the plugins that the repository lists is printed in schema/.
  product = await startProduct(isSplit ? {} : composingNothing());
});

test('one query spans experiment, variants, prompt versions and results', async () => {
  const conversation = await start(product, 'fay');
  await say(product, conversation.id, 'Dinner for two');
  const document = `{
    experiment(key: "meal_planning_style") {
      name status release { hash }
      variants { key weight isControl arm prompt { id number template prompt { name labels { label } } } modelOverride { provider } }
      results(includeStandIn: true) { variants { variant { key } exposures completions failures } }
    }
    conversation(id: "${conversation.id}") { variant { key prompt { id } } }
  }`;
  const counted = async () =>
    (await product.ask(document)).experiment.results.variants.some((one: any) => one.completions === 1);
  await until(counted);
  const data = await product.ask(document);
  expect(data.experiment).toMatchObject({
    status: 'RUNNING',
    release: { hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
  });
  expect(
    data.experiment.variants.map((one: any) => [one.key, one.isControl, one.prompt.id, one.prompt.prompt.name]),
  ).toEqual([
    ['control', true, 'meal_planning_assistant@1', 'meal_planning_assistant'],
    ['asks_first', false, 'meal_planning_assistant@2', 'meal_planning_assistant'],
  ]);
  const arm = data.experiment.variants.find((one: any) => one.key === conversation.variant.key);
  expect(arm.arm).toBe(conversation.arm);
  expect(data.conversation.variant.prompt.id).toBe(arm.prompt.id);
  expect(data.experiment.results.variants.find((one: any) => one.variant.key === arm.key)).toMatchObject({
    exposures: 1,
    completions: 1,
    failures: 0,
  });
});

test('a mistake is answered with a code, a path and what to do', async () => {
  const { errors } = await product.graph('mutation { startExperiment(key: "nothing_here") { key } }');
  expect(errors).toEqual([
    {
      message: 'There is no experiment nothing_here.',
      path: ['startExperiment'],
      extensions: { code: 'EXPERIMENT_NOT_FOUND', help: expect.stringContaining('experiments') },
    },
  ]);
});

test('explorers can read the whole schema', async () => {
  const { data, errors } = await product.graph(getIntrospectionQuery({ inputValueDeprecation: true }));
  expect(errors).toBeUndefined();
  expect(buildClientSchema(data).getSubscriptionType()!.getFields()).toHaveProperty('messageStream');
});
