import { readFileSync, writeFileSync } from 'node:fs';
import { entriesOf, pluginsFile, writePlugin } from './support/plugin';
import { makeProject, type Product, startProduct } from './support/product';
import { until } from './support/until';

const stateOf = async (product: Product, name: string) =>
  (await product.ask('{ plugins { name state problem } }')).plugins.find((one: any) => one.name === name);
const refusal = {
  state: 'REFUSED',
  problem: expect.stringMatching(/hypothesis.*"(experiments|flows)" and "(experiments|flows)"/),
};
const whole = '{ mood experiments { edges { node { key hypothesis } } } }';

test('a plugin whose field another subgraph has is refused with both names, at the start and later, and the graph goes on', async () => {
  const root = makeProject();
  writePlugin(root, 'clashing', 'hypothesis');
  writePlugin(root, 'fitting', 'mood', 'Query');
  const without = readFileSync(pluginsFile(root), 'utf8').trimEnd();
  writeFileSync(pluginsFile(root), `${without}${entriesOf('clashing', 'fitting')}\n`);
  const product = await startProduct({}, root);
  const said = () => product.output;
  const refused = async () => (await stateOf(product, 'clashing'))?.state === 'REFUSED';
  await until(refused, said);
  expect(await stateOf(product, 'clashing')).toMatchObject(refusal);
  await until(async () => (await product.ask(whole)).mood === 'fitting', said);

  writeFileSync(pluginsFile(root), `${without}\n`);
  const gone = async () => (await product.graph(whole)).errors?.[0]?.extensions.code;
  await until(async () => (await gone()) === 'GRAPHQL_VALIDATION_FAILED', said);
  writeFileSync(pluginsFile(root), `${without}${entriesOf('fitting', 'clashing')}\n`);
  await until(refused, said);
  expect(await stateOf(product, 'clashing')).toMatchObject(refusal);
  await until(async () => (await product.ask(whole)).mood === 'fitting', said);
});
