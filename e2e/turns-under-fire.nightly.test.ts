import { setTimeout as pause } from 'node:timers/promises';
import { read, sendDocument, start } from './support/chat';
import { rows } from './support/database';
import { Product, startProduct } from './support/product';

const conversations = 200;
const turns = 20;
const kills = 25;

test('under random kills every accepted message is there once, every turn and stream has ended, no fact is lost or doubled', async () => {
  const env = { TRIALOGUE_TURN_LEASE_MS: '600', TRIALOGUE_SCRIPTED_PACE_MS: '3' };
  const first = await startProduct(env);
  let product: Product = first;
  const ids: string[] = [];
  for (let index = 0; index < conversations; index++) ids.push((await start(product, `unit-${index}`)).id);

  let talking = true;
  const ended = new Map<string, string>();
  const talk = async (conversation: string) => {
    for (let turn = 0; turn < turns; turn++) {
      const input = { conversation, text: `Message ${turn}`, clientMessageId: `m${turn}` };
      for (;;) {
        const answer = await product.graph(sendDocument, { input }).catch(() => undefined);
        const status = answer?.data?.sendMessage?.status;
        if (status === 'COMPLETED' || status === 'FAILED') {
          ended.set(`${conversation}:${turn}`, status);
          break;
        }
        await pause(50);
      }
    }
  };
  const shoot = async () => {
    for (let shot = 0; talking && shot < kills; shot++) {
      await pause(300 + Math.random() * 1_500);
      await product.end('SIGKILL');
      product = await startProduct({ ...env, DATABASE_URL: first.databaseUrl }, first.root);
    }
  };
  const shooting = shoot();
  await Promise.all(ids.map(talk));
  talking = false;
  await shooting;

  expect(ended.size).toBe(conversations * turns);
  for (const id of ids) {
    const { messages } = await read(product, id);
    const said = messages.edges.map(({ node }: any) => node).filter((node: any) => node.role === 'USER');
    expect(said.map((node: any) => node.text)).toEqual(Array.from({ length: turns }, (_, turn) => `Message ${turn}`));
  }
  const facts = await rows(first.databaseUrl, `select type, count(*)::int from exp.events group by 1`);
  const count = (type: string) => facts.find((fact) => fact.type === type)?.count ?? 0;
  const completed = [...ended.values()].filter((status) => status === 'COMPLETED').length;
  expect(count('execution_completed')).toBe(completed);
  expect(count('execution_failed')).toBe(conversations * turns - completed);
  expect(count('message_sent')).toBe(conversations * turns + completed);

  const { databaseUrl } = first;
  const [left] = await rows(
    databaseUrl,
    `select (select count(*)::int from exp.turns where status = 'RUNNING' or not closed) as turns,
       (select count(*)::int from exp.conversations where status <> 'ACTIVE' or lease_until is not null) as conversations`,
  );
  expect(left).toEqual({ turns: 0, conversations: 0 });
  // Each attempt has one end in the stream, and only the last one of a turn shows it.
  const ends = await rows(
    databaseUrl,
    `select entry::json->>'type' as type, count(*)::int from exp.stream_entries
     where entry::json->>'type' in ('message_completed', 'message_failed') group by 1 order by 1`,
  );
  const told = new Map(ends.map(({ type, count }) => [type, count]));
  expect(told.get('message_completed') ?? 0).toBe(completed);
  expect(told.get('message_failed') ?? 0).toBe(conversations * turns - completed);
  const [resumed] = await rows(databaseUrl, 'select sum(resumptions)::int as times from exp.turns');
  expect(resumed!.times).toBeGreaterThan(0);
  console.info(`${completed} of ${conversations * turns} turns were answered, after ${resumed!.times} resumptions.`);
}, 1_800_000);
