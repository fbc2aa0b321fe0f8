import type { FlowDefinition } from '@trialogue/flow-engine';
import { until } from '@trialogue/store/testing';
import { publishFlow } from '../testing/flows';
import { tell } from '../testing/story';
import { kindsOf } from '../testing/supper';
import type { TurnStep } from './turn-steps';

const minute = 60_000;
let now = new Date('2026-11-23T10:00:00Z');
const clock = () => now;
const pass = (ms: number) => {
  now = new Date(now.getTime() + ms);
};

const waiting: FlowDefinition = {
  initial: 'ask',
  slots: { size: { schema: { type: 'integer' } } },
  states: {
    ask: {
      collect: 'size',
      ask: 'What size?',
      after: { PT10M: 'remind' },
      next: 'done',
    },
    remind: { say: 'Still there?', next: 'again' },
    again: { collect: 'size', ask: 'A number, please.', after: { P2D: 'left' }, next: 'done' },
    done: { final: 'done', say: 'Fine: {{ slots.size }}.' },
    left: { final: 'left' },
  },
};

let dyingAt: TurnStep | undefined;
/** How often it dies there. */
let deaths = 1;
class Kill extends Error {}
let story: Awaited<ReturnType<typeof tell>>;
beforeAll(async () => {
  const checkpoint = (step: TurnStep) => {
    if (step !== dyingAt) return;
    deaths -= 1;
    if (deaths === 0) dyingAt = undefined;
    throw new Kill(step);
  };
  story = await tell({ clock, checkpoint, limits: { reapEveryMs: 5 } });
  await publishFlow(story.store, 'waiting', [{ definition: waiting }]);
});
afterAll(() => story.end());
beforeEach(() => {
  deaths = 1;
});

const letLeaseEnd = (id: string) =>
  story.store.sql(
    `update exp.conversations set lease_until = now() - interval '1 s' where id = $1 and lease_until is not null`,
    [id],
  );

const start = async (flow = 'waiting', at = story) =>
  (await at.start({ experiment: null, flow })).data.startConversation as { id: string; cursor: string };
const textsOf = async (id: string) =>
  (await story.read(id)).messages.edges.map(({ node }: any) => [node.role, node.text]) as [string, string][];
const turnsOf = async (id: string) =>
  (await story.store.sql<any>('select cause, status from exp.turns where conversation = $1 order by number', [id]))
    .rows;

test('a timer rings once, with two processes looking and nobody connected, and the stream tells it', async () => {
  const other = await story.another();
  const { id, cursor } = await start();
  pass(10 * minute - 1);
  await until(async () => (await story.read(id)).state === 'ask');
  expect(await turnsOf(id)).toEqual([]);
  pass(1);
  await until(async () => (await story.read(id)).state === 'again');
  expect(await textsOf(id)).toEqual([
    ['ASSISTANT', 'What size?'],
    ['ASSISTANT', 'Still there?\n\nA number, please.'],
  ]);
  const followed = await story.follow(id, cursor);
  const completed = await followed.until('MessageCompleted');
  expect(kindsOf(followed.events).filter((kind) => kind !== 'MessageDelta')).toEqual([
    ...['remind', 'MessageStarted', 'again', 'MessageCompleted'],
  ]);
  expect(followed.events.find(({ __typename }) => __typename === 'MessageStarted').inReplyTo).toBeNull();
  expect((await story.read(id)).cursor).toBe(completed.cursor);
  expect(await turnsOf(id)).toEqual([{ cause: 'TIMER', status: 'COMPLETED' }]);
  const facts = (await story.facts(id)).map(({ type }) => type);
  expect(facts).toEqual(['conversation_started', 'message_sent', 'message_sent']);
  expect((await other.send(id, '40')).data.sendMessage.answer.text).toBe('Fine: 40.');
  await other.close();
});

test('it rings after a restart, and a conversation does not expire before it', async () => {
  const dying = await story.another({ limits: { reapEveryMs: 3_600_000 } });
  const { id } = await start('waiting', dying as typeof story);
  await dying.close();
  pass(10 * minute);
  await until(async () => (await story.read(id)).state === 'again');
  pass(30 * 60 * minute); // longer than a conversation may be idle
  const { status } = await story.read(id);
  expect(status).toBe('ACTIVE');
  pass(18 * 60 * minute);
  await until(async () => (await story.read(id)).status === 'COMPLETED');
  expect(await story.read(id)).toMatchObject({ outcome: 'left', state: 'left' });
  const types = (await story.facts(id)).map(({ type }) => type);
  expect(types.filter((type) => /flow_completed|dropped/.test(type))).toEqual(['flow_completed']);
});

test('a message behind a timer that nobody has seen ring finds the flow where the timer has taken it', async () => {
  const slow = await story.another({ limits: { reapEveryMs: 3_600_000 } });
  await publishFlow(story.store, 'quick', [
    {
      definition: {
        ...waiting,
        states: { ...waiting.states, ask: { ...waiting.states.ask!, after: { PT1S: 'remind' } } as any },
      },
    },
  ]);
  dyingAt = 'accepted'; // whoever looks for timers dies of it, and whoever resumes that
  deaths = 3;
  const { id } = await start('quick');
  pass(minute);
  await until(async () => {
    await letLeaseEnd(id);
    return (await turnsOf(id))[0]?.status === 'FAILED';
  });
  expect(deaths).toBe(0);
  const turn = (await slow.send(id, '40')).data.sendMessage;
  expect(turn.answer.text).toBe('Still there?\n\nA number, please.\n\nFine: 40.');
  await slow.close();
});

test.each<TurnStep>(['accepted', 'delta', 'executed'])(
  'a timer’s turn that dies after “%s” is resumed, once',
  async (step) => {
    const { id } = await start();
    dyingAt = step;
    pass(10 * minute);
    let left = false; // of the attempt that died, not of those that resume it
    await until(async () => {
      if (dyingAt === undefined && !left) left = (await letLeaseEnd(id)).rowCount > 0;
      return (await story.read(id)).state === 'again';
    });
    expect(await turnsOf(id)).toEqual([{ cause: 'TIMER', status: 'COMPLETED' }]);
    expect((await textsOf(id)).filter(([, text]) => text.startsWith('Still'))).toHaveLength(1);
  },
);

test('a timer that says nothing makes no message, and a reader sees only where it led', async () => {
  const silent: FlowDefinition = {
    initial: 'ask',
    slots: { size: { schema: { type: 'integer' } } },
    states: {
      ask: { collect: 'size', ask: 'Size?', after: { PT1M: 'given_up' }, next: 'given_up' },
      given_up: { final: 'given_up' },
    },
  };
  await publishFlow(story.store, 'silent', [{ definition: silent }]);
  const { id, cursor } = await start('silent');
  const followed = await story.follow(id, cursor);
  pass(minute);
  await followed.until('end');
  expect(kindsOf(followed.events)).toEqual(['given_up', 'ConversationEnded', 'end']);
  expect(await textsOf(id)).toEqual([['ASSISTANT', 'Size?']]);
  const later = await story.follow(id, (await story.read(id)).cursor);
  await later.until('end');
  expect(kindsOf(later.events)).toEqual(['ConversationEnded', 'end']);
});

test('a flow that goes round by itself stops after a hundred turns without anybody', async () => {
  const round: FlowDefinition = {
    initial: 'wait',
    slots: { size: { schema: { type: 'integer' } } },
    states: {
      wait: { collect: 'size', ask: 'Size?', after: { PT1M: 'wink' }, next: 'done' },
      wink: { say: 'Psst.', next: 'wait' },
      done: { final: 'done' },
    },
  };
  await publishFlow(story.store, 'winking', [{ definition: round }]);
  const { id } = await start('winking');
  await story.store.sql('update exp.conversations set wakes = 98 where id = $1', [id]);
  for (const count of [1, 2]) {
    pass(minute);
    await until(async () => (await turnsOf(id)).length === count);
    await until(async () => (await turnsOf(id)).every(({ status }: any) => status === 'COMPLETED'));
  }
  const row = async () =>
    (await story.store.sql<any>('select wake_at, wakes from exp.conversations where id = $1', [id])).rows[0];
  expect(await row()).toEqual({ wake_at: null, wakes: 100 });
  await story.send(id, 'Hm?');
  expect((await row()).wakes).toBe(0);
  expect((await row()).wake_at).not.toBeNull();
});

test('a flow that hands over to another person tells to whom, and gives them as long as the first', async () => {
  const desk: FlowDefinition = {
    initial: 'person',
    states: {
      person: { handoff: { to: 'desk', reason: 'asked' }, after: { PT10M: 'chief' }, next: 'done' },
      chief: { handoff: { to: 'chief', reason: 'nobody came' }, next: 'done' },
      done: { final: 'done' },
    },
  };
  await publishFlow(story.store, 'escalating', [{ definition: desk }]);
  const { id } = await start('escalating');
  const row = async () =>
    (await story.store.sql<any>('select status, handoff, expires_at from exp.conversations where id = $1', [id]))
      .rows[0];
  const before = await row();
  expect(before).toMatchObject({ status: 'HANDED_OFF', handoff: { to: 'desk', reason: 'asked' } });
  pass(10 * minute);
  await until(async () => (await story.read(id)).state === 'chief');
  const after = await row();
  expect(after).toMatchObject({ status: 'HANDED_OFF', handoff: { to: 'chief', reason: 'nobody came' } });
  expect(after.expires_at - before.expires_at).toBe(10 * minute);
  const handed = (await story.facts(id)).filter(({ type }) => type === 'conversation_handed_off');
  expect(handed.map(({ data }) => data.to)).toEqual(['desk', 'chief']);
});

describe('a timer that leads to a text that cannot be said', () => {
  const mute: FlowDefinition = {
    initial: 'wait',
    slots: { size: { schema: { type: 'integer' } } },
    states: {
      wait: { collect: 'size', ask: 'Size?', after: { PT1M: 'wink', P1D: 'left' }, next: 'done' },
      wink: { say: 'Psst, {{ variables.nobody }}.', next: 'wait' },
      done: { final: 'done', say: 'Fine.' },
      left: { final: 'left' },
    },
  };
  const row = async (id: string) =>
    (await story.store.sql<any>('select wake_at, flow_state from exp.conversations where id = $1', [id])).rows[0];

  test('does not keep a user from being heard', async () => {
    await publishFlow(story.store, 'mute', [{ definition: mute }]);
    const { id } = await start('mute');
    await story.store.sql('update exp.conversations set wake_at = null where id = $1', [id]);
    pass(minute);
    expect((await story.send(id, '5')).data.sendMessage).toMatchObject({
      status: 'COMPLETED',
      answer: { text: 'Fine.' },
    });
  });

  test('is given up after some tries, and the next one rings', async () => {
    const { id } = await start('mute');
    for (let count = 1; count <= 5; count += 1) {
      pass(minute * count);
      await until(async () => (await turnsOf(id)).filter(({ status }: any) => status !== 'RUNNING').length === count);
    }
    expect((await turnsOf(id)).map(({ status }: any) => status)).toEqual([...Array(4).fill('FAILED'), 'COMPLETED']);
    expect(Object.keys((await row(id)).flow_state.due)).toEqual(['after.P1D']);
    pass(24 * 60 * minute);
    await until(async () => (await story.read(id)).state === 'left');
  });
});
