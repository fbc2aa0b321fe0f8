import { say, start } from './support/chat';
import { rows } from './support/database';
import { startProduct } from './support/product';
import { until } from './support/until';

const types = async (url: string, unit: string) =>
  (await rows(url, 'select type, data from exp.events where unit = $1 order by xid, seq', [unit])).map(
    ({ type }) => type,
  );

test('what happens is in the event log, once: start, exposure, messages, execution, dropping off', async () => {
  const product = await startProduct();
  const conversation = await start(product, 'dora');
  await say(product, conversation.id, 'A soup, please');
  const expected = ['conversation_started', 'execution_completed', 'exposure', 'message_sent', 'message_sent'];
  expect((await types(product.databaseUrl, 'dora')).sort()).toEqual(expected);

  await product.end();
  const impatient = await startProduct(
    { DATABASE_URL: product.databaseUrl, TRIALOGUE_CONVERSATION_IDLE_MS: '1500' },
    product.root,
  );
  await say(impatient, conversation.id, 'And a salad, please');
  const more = ['execution_completed', 'message_sent', 'message_sent'];
  await until(async () => (await types(product.databaseUrl, 'dora')).includes('user_dropped_off'));
  expect((await types(product.databaseUrl, 'dora')).sort()).toEqual([...expected, ...more, 'user_dropped_off'].sort());
  const { errors } = await impatient.graph(
    'mutation($id: ID!) { sendMessage(input: { conversation: $id, text: "Hello?", clientMessageId: "late" }) { number } }',
    { id: conversation.id },
  );
  expect(errors?.[0]?.extensions.code).toBe('CONVERSATION_EXPIRED');
});

test('stand-in executions are marked, and left out of the results unless asked for', async () => {
  const product = await startProduct();
  const conversation = await start(product, 'emil');
  await say(product, conversation.id, 'Lunch ideas?');
  const [event] = await rows(product.databaseUrl, `select data from exp.events where type = 'execution_completed'`);
  expect(event.data).toMatchObject({ standIn: true, variant: conversation.variant.key });

  const total = async (includeStandIn: boolean) => {
    const { experiment } = await product.ask(
      'query($all: Boolean!) { experiment(key: "meal_planning_style") { results(includeStandIn: $all) { variants { exposures completions } } } }',
      { all: includeStandIn },
    );
    return experiment.results.variants.reduce((sum: number, one: any) => sum + one.exposures + one.completions, 0);
  };
  await until(async () => (await total(true)) === 2);
  expect(await total(false)).toBe(0);
});
