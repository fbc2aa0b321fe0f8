import path from 'node:path';
import { EmbeddedPostgres } from '@trialogue/store';
import { freePorts, silent } from '@trialogue/store/testing';
import { rows } from './support/database';
import { hold } from './support/hold';
import { type Answer, makeProject, Product, temporaryFolder } from './support/product';
import { until } from './support/until';

const experiment = 'meal_planning_style';
const content = { modelProvider: 'scripted', modelName: 'scripted' };
const versions = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ number: index + 1, template: `Tea ${index + 1}`, ...content }));

const render = '{ renderPrompt(name: "tea") { messages { text } } }';
const syncDocument =
  'mutation($prompts: [ApplyPromptInput!]!) { syncPrompts(prompts: $prompts) { entries { outcome } } }';
const sync = (product: Product, count: number) =>
  product.graph(syncDocument, {
    prompts: [{ name: 'tea', versions: versions(count), labels: [{ label: 'production', version: count }] }],
  });
const label = (product: Product, version: number) =>
  product.graph(
    'mutation($version: Int!) { labelPromptVersion(name: "tea", version: $version, label: "production") { number } }',
    { version },
  );
const resolve = (product: Product, variables: object) =>
  product.graph(
    'mutation($experiment: ID, $name: ID, $unit: ID!) { resolvePrompt(experiment: $experiment, name: $name, unit: $unit) { messages { text } } }',
    { unit: 'nora', ...variables },
  );
const texts = [{ text: 'Tea 2' }];

/** Everything that is written of prompts, and of who met which. */
const written = (url: string) =>
  Promise.all(
    [
      'select * from exp.prompts order by name',
      'select prompt, number, template, status from exp.prompt_versions order by prompt, number',
      'select * from exp.prompt_labels order by prompt, label',
      'select * from exp.prompt_label_moves order by prompt, label, seq',
      `select kind, key, hash from exp.heads where kind in ('prompt', 'prompt_version') order by kind, key`,
      'select * from exp.applied_entries order by kind, key',
      'select unit, experiment from exp.exposures order by unit, experiment',
    ].map((text) => rows(url, text)),
  );

test('with Postgres away what is written is refused with what to do and leaves nothing, what is known is rendered, and all works again after', async () => {
  const dataDir = path.join(temporaryFolder(), 'postgres');
  const [port, ...ports] = await freePorts(6);
  let postgres = await EmbeddedPostgres.start({ dataDir, port: port!, logger: silent });
  const { url } = postgres;
  const product = await Product.spawn(makeProject(), { DATABASE_URL: url }, ports).ready();
  const served = async (answer: Promise<Answer>) => Object.values<any>((await answer).data)[0].messages;
  await sync(product, 2);
  expect(await served(product.graph(render))).toEqual(texts);
  const before = await written(url);

  const held = await hold(url, { table: 'prompt_labels', where: `new.prompt = 'tea'` });
  const inTheMiddle = sync(product, 3);
  await held.reached();
  await postgres.stop();

  const refusals: Record<string, () => Promise<Answer>> = {
    'sync, in the middle': () => inTheMiddle,
    sync: () => sync(product, 4),
    label: () => label(product, 1),
    create: () =>
      product.graph('mutation($input: CreatePromptVersionInput!) { createPromptVersion(input: $input) { number } }', {
        input: { name: 'tea', template: 'Tea 5', ...content },
      }),
    'resolve in an experiment': () => resolve(product, { experiment }),
    'read the tables': () => product.graph('{ prompt(name: "tea") { description } }'),
  };
  for (const [what, ask] of Object.entries(refusals)) {
    const { errors } = await ask();
    expect([what, errors]).toMatchObject([what, [{ extensions: { code: 'STORE_UNAVAILABLE', retryable: true } }]]);
  }
  expect(await served(product.graph(render))).toEqual(texts);
  expect(await served(resolve(product, { name: 'tea' }))).toEqual(texts);

  postgres = await EmbeddedPostgres.start({ dataDir, port: port!, logger: silent });
  try {
    await product.ready();
    expect(await written(url)).toEqual(before);
    expect((await resolve(product, { experiment })).errors).toBeUndefined();
    expect((await sync(product, 4)).data.syncPrompts.entries).toEqual([{ outcome: 'UPDATED' }]);
    expect((await label(product, 2)).data.labelPromptVersion).toEqual({ number: 2 });
    await until(async () => (await served(product.graph(render)))[0].text === 'Tea 2');
  } finally {
    await product.end();
    await postgres.stop();
  }
});
