import path from 'node:path';
import { EmbeddedPostgres } from '@trialogue/store';
import { freePorts, silent } from '@trialogue/store/testing';
import { say, sendDocument, start } from './support/chat';
import { type Answer, makeProject, Product, temporaryFolder } from './support/product';
import { until } from './support/until';

const assignment = '{ assignment(experiment: "meal_planning_style", unit: "nora") { stale variant { key } } }';
const assign = 'mutation { assign(experiment: "meal_planning_style", unit: "nora") { variant { key } } }';
const unavailable = [{ extensions: { code: 'STORE_UNAVAILABLE', retryable: true } }];

test('away at the start or in the middle: what is known is answered as stale, nothing goes unrecorded, and all is well once it is back', async () => {
  const dataDir = path.join(temporaryFolder(), 'postgres');
  let postgres = await EmbeddedPostgres.start({ dataDir, logger: silent });
  const port = Number(new URL(postgres.url).port);
  const root = makeProject();
  const env = { DATABASE_URL: postgres.url };
  const ports = await freePorts(5); // where services are reached stays the same, as in a real deployment
  let product = await Product.spawn(root, env, ports).ready();
  const conversation = await start(product, 'nora');
  const { variant } = (await product.ask(assignment)).assignment;

  await postgres.stop();
  await until(async () => (await product.ask(assignment)).assignment.stale);
  await expectNothingUnrecorded(product, conversation.id);
  await product.end();

  product = Product.spawn(root, env, ports);
  const said = () => product.output;
  await until(() => product.listening(), said);
  await until(async () => (await product.ask(assignment)).assignment.stale, said);
  expect((await product.ask(assignment)).assignment).toEqual({ stale: true, variant });
  await expectNothingUnrecorded(product, conversation.id);

  postgres = await EmbeddedPostgres.start({ dataDir, port, logger: silent });
  try {
    await product.ready();
    expect((await product.ask(assignment)).assignment).toEqual({ stale: false, variant });
    expect((await product.ask(assign)).assign).toEqual({ variant });
    expect((await say(product, conversation.id, 'Are you back?')).status).toBe('COMPLETED');
  } finally {
    await product.end();
    await postgres.stop();
  }
});

async function expectNothingUnrecorded(product: Product, conversation: string): Promise<void> {
  const input = { conversation, text: 'Anyone?', clientMessageId: 'away' };
  for (const ask of [
    () => product.graph(assign),
    () => product.graph(sendDocument, { input }),
    () =>
      product.graph(
        'mutation { startConversation(input: { experiment: "meal_planning_style", unit: "otto" }) { id } }',
      ),
    () => product.graph('{ experiment(key: "meal_planning_style") { name } }'),
  ]) {
    let errors: Answer['errors'];
    const isUp = async () => {
      ({ errors } = await ask());
      return errors?.[0]?.extensions.code !== 'SUBGRAPH_UNAVAILABLE';
    };
    await until(isUp, () => product.output);
    expect(errors).toMatchObject(unavailable);
  }
}
