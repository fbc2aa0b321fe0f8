import type { FlowDefinition } from '@trialogue/flow-engine';
import { until } from '@trialogue/store/testing';
import { dropOffExpired } from './expiry';
import { publishFlow } from './testing/flows';
import { tell } from './testing/story';

const day = 24 * 3_600_000;
let now = new Date('2026-11-23T10:00:00Z');
const clock = () => now;
const pass = (ms: number) => {
  now = new Date(now.getTime() + ms);
};
let story: Awaited<ReturnType<typeof tell>>;
afterEach(() => story.end());

const start = async () => (await story.start()).data.startConversation;

test('a conversation that is left drops off, once, however many processes look', async () => {
  story = await tell({ clock, limits: { reapEveryMs: 5 } });
  const other = await story.another();
  const { id, cursor } = await start();
  await story.send(id, 'Hi');
  const followed = await story.follow(id, cursor);
  pass(day);
  expect((await followed.until('ConversationEnded')).status).toBe('DROPPED_OFF');
  await followed.until('end');
  expect(await story.read(id)).toMatchObject({ status: 'DROPPED_OFF', endedAt: now });
  expect((await other.send(id, 'Hi?')).codes).toEqual(['CONVERSATION_EXPIRED']);
  await Promise.all([story.close(), other.close()]);

  const later = await story.another();
  const dropped = (await later.facts(id)).filter(({ type }) => type === 'user_dropped_off');
  expect(dropped.map(({ data }) => data.turns)).toEqual([1]);
});

test('one that follows a flow says where it was left', async () => {
  story = await tell({ clock, limits: { reapEveryMs: 5 } });
  const { id } = (await story.start({ experiment: 'talks' })).data.startConversation;
  await story.send(id, 'Hi');
  pass(day);
  await until(async () => (await story.read(id)).status === 'DROPPED_OFF');
  const dropped = (await story.facts(id)).find(({ type }) => type === 'user_dropped_off')!;
  expect(dropped.data).toMatchObject({ state: 'there', flowVersion: 'talk@1', turns: 1 });
  expect(await story.read(id)).toMatchObject({ state: 'there', outcome: null });
});

test('it takes no message past its time, whether or not somebody has looked', async () => {
  story = await tell({ clock, limits: { reapEveryMs: day } });
  const { id } = await start();
  pass(day);
  expect((await story.send(id, 'Hi')).codes).toEqual(['CONVERSATION_EXPIRED']);
  expect((await story.ask(`mutation { endConversation(conversation: "${id}") { id } }`)).codes).toEqual([
    'CONVERSATION_EXPIRED',
  ]);
});

test('every message moves its end', async () => {
  story = await tell({ clock, limits: { reapEveryMs: 5 } });
  const { id } = await start();
  for (const message of ['One', 'Two']) {
    pass(day - 1_000);
    expect((await story.send(id, message)).data.sendMessage.status).toBe('COMPLETED');
  }
  pass(day);
  await until(async () => (await story.read(id)).status === 'DROPPED_OFF');
});

test('of very many only some end in one look, so that turns whose process died do not wait behind them', async () => {
  story = await tell({ clock, limits: { reapEveryMs: 3_600_000 } });
  const { id } = await start();
  await story.store.sql(
    `insert into exp.conversations select (json_populate_record(c, json_build_object('id', c.id || n))).*
     from exp.conversations c, generate_series(1, 249) as n where c.id = $1`,
    [id],
  );
  pass(day);
  const left = async () => (await story.store.sql(`select from exp.conversations where status = 'ACTIVE'`)).rowCount;
  await dropOffExpired(story.store, now);
  expect(await left()).toBe(50);
  await dropOffExpired(story.store, now);
  expect(await left()).toBe(0);
  const { rowCount } = await story.store.sql(`select from exp.events where type = 'user_dropped_off'`);
  expect(rowCount).toBe(250);
});

test('after a restart, with nobody connected and three processes looking, each ends once: left, or by its timer', async () => {
  const shy: FlowDefinition = {
    initial: 'ask',
    slots: { size: { schema: { type: 'integer' } } },
    states: {
      ask: { collect: 'size', ask: 'Size?', after: { PT1H: 'given_up' }, next: 'given_up' },
      given_up: { final: 'gave_up', say: 'Never mind.' },
    },
  };
  story = await tell({ clock, limits: { reapEveryMs: 3_600_000 } });
  await publishFlow(story.store, 'shy', [{ definition: shy }]);
  const ids = { left: [] as string[], timed: [] as string[] };
  for (let count = 0; count < 8; count += 1) {
    const { id } = (await story.start({ experiment: 'talks' })).data.startConversation;
    if (count % 2) await story.send(id, 'Hi');
    ids.left.push(id);
    ids.timed.push((await story.start({ experiment: null, flow: 'shy' })).data.startConversation.id);
  }
  await story.close();
  pass(day);
  const [first, ...others] = await Promise.all([1, 2, 3].map(() => story.another({ limits: { reapEveryMs: 5 } })));
  const open = async () =>
    (await first!.store.sql(`select from exp.conversations where status = 'ACTIVE' or lease_until is not null`))
      .rowCount;
  await until(async () => (await open()) === 0);
  for (const other of others) await other.close();
  for (const [count, id] of ids.left.entries()) {
    const dropped = (await first!.facts(id)).filter(({ type }) => /dropped|completed|ended/.test(type));
    const ends = dropped.filter(({ type }) => type !== 'execution_completed');
    expect(ends.map(({ type, data }) => [type, data.state])).toEqual([
      ['user_dropped_off', count % 2 ? 'there' : 'here'],
    ]);
  }
  for (const id of ids.timed) {
    expect(await first!.read(id)).toMatchObject({ status: 'COMPLETED', outcome: 'gave_up', state: 'given_up' });
    const ends = (await first!.facts(id)).filter(({ type }) => /dropped|flow_completed|ended/.test(type));
    expect(ends.map(({ type, data }) => [type, data.outcome, data.state])).toEqual([
      ['flow_completed', 'gave_up', 'given_up'],
    ]);
    expect((await first!.read(id)).messages.edges.map(({ node }: any) => node.text)).toEqual(['Size?', 'Never mind.']);
  }
});
