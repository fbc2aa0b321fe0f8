import { until } from '@trialogue/store/testing';
import { held, tell } from '../testing/story';
import type { TurnStep } from './turn-steps';

let story: Awaited<ReturnType<typeof tell>>;
beforeAll(async () => {
  story = await tell({ limits: { leaseMs: 1_500, repeatMs: 5_000 } });
});
afterAll(() => story.end());

const start = async (unit: string) => (await story.start({ unit })).data.startConversation.id as string;
const cancel = 'mutation ($id: ID!) { cancelMessage(conversation: $id) { id } }';
const turnOf = async (answer: Promise<{ data: any }>) => (await answer).data.sendMessage;

/** Sends from a process, and goes on when the strategy `hold` has said its first word and waits. */
async function sendAndHold(from: Pick<typeof story, 'send'>, id: string, clientMessageId?: string) {
  const before = held().waiting;
  const answer = turnOf(from.send(id, 'Well?', clientMessageId));
  await until(() => held().waiting > before);
  return { answer };
}

describe('what is not accepted', () => {
  test.each([
    ['an empty text', '', 'BAD_USER_INPUT'],
    ['a text of more than 32 KiB', 'é'.repeat(16_385), 'BAD_USER_INPUT'],
    ['a \\u0000', 'a\u0000b', 'BAD_USER_INPUT'],
    ['half of a surrogate pair', 'a\ud83d', 'BAD_USER_INPUT'],
  ])('%s', async (_, text, code) => {
    const id = await start('ana');
    expect((await story.send(id, text)).codes).toEqual([code]);
    expect((await story.read(id)).turnCount).toBe(0);
  });

  test('a conversation that does not exist', async () => {
    expect((await story.send('none', 'Hi')).codes).toEqual(['CONVERSATION_NOT_FOUND']);
  });

  test('a message while another is answered; that one is answered', async () => {
    const id = await story.startWith('hold');
    const { answer } = await sendAndHold(story, id);
    expect((await story.send(id, 'Hi')).codes).toEqual(['CONVERSATION_BUSY']);
    held().release();
    expect((await answer).status).toBe('COMPLETED');
    expect((await story.read(id)).turnCount).toBe(1);
  });

  test('of messages at once, those that are not a turn', async () => {
    const id = await start('ana');
    const answers = await Promise.all(['a', 'b', 'c', 'd'].map((key) => story.send(id, `Hi ${key}`, key)));
    const codes = answers.flatMap((answer) => answer.codes);
    const turns = answers.flatMap(({ data }) => data?.sendMessage ?? []);
    expect(codes).toEqual(Array(4 - turns.length).fill('CONVERSATION_BUSY'));
    expect(turns.map(({ number }) => number).sort()).toEqual(turns.map((_, index) => index + 1));
    expect((await story.read(id)).turnCount).toBe(turns.length);
  });
});

describe('the same clientMessageId again', () => {
  test('is the same turn', async () => {
    const id = await start('bo');
    const first = await turnOf(story.send(id, 'Hi', 'once'));
    expect(await turnOf(story.send(id, 'Hi', 'once'))).toEqual(first);
    expect((await story.read(id)).turnCount).toBe(1);
  });

  test('with another text is refused', async () => {
    const id = await start('bo');
    await story.send(id, 'Hi', 'once');
    expect((await story.send(id, 'Ho', 'once')).codes).toEqual(['BAD_USER_INPUT']);
  });

  test('while the turn runs waits for its end, in any process', async () => {
    const other = await story.another();
    const id = await story.startWith('hold');
    const { answer: first } = await sendAndHold(story, id, 'once');
    const second = turnOf(other.send(id, 'Well?', 'once'));
    held().release();
    expect(await second).toEqual(await first);
    expect((await first).answer.text).toBe('Well, yes.');
  });

  test('waits no longer than it may', async () => {
    const other = await story.another({ limits: { repeatMs: 50 } });
    const id = await story.startWith('hold');
    const { answer: first } = await sendAndHold(story, id, 'once');
    expect(await turnOf(other.send(id, 'Well?', 'once'))).toMatchObject({ status: 'RUNNING', answer: null });
    held().release();
    await first;
  });
});

describe('a failure is data', () => {
  test.each([
    ['throws', 'STRATEGY_FAILED', 'Strategy throws failed: it threw TypeError.'],
    ['mute', 'OUTPUT_INVALID', expect.stringContaining('a conversation needs an output with a `text`')],
    ['large', 'STRATEGY_FAILED', 'Strategy large failed: it threw TypeError.'],
    ['nul', 'STRATEGY_FAILED', expect.stringContaining('Strategy nul failed: it threw ')],
    ['gone', 'STRATEGY_NOT_FOUND', 'No loaded plugin brings the strategy gone.'],
  ])('of the strategy %s: %s', async (strategy, code, message) => {
    const id = await story.startWith(strategy);
    const followed = await story.follow(id);
    const turn = await turnOf(story.send(id, 'Hi'));
    expect(turn).toMatchObject({ status: 'FAILED', answer: null, failure: { code, message } });
    expect(await followed.until('MessageFailed')).toMatchObject({ messageId: `${id}:1:assistant`, code });
    const [failed, ...more] = (await story.facts(id)).filter(({ type }) => type.startsWith('execution_'));
    expect(more).toEqual([]);
    expect(failed).toMatchObject({ type: 'execution_failed', data: { code, turn: 1, standIn: true } });
    expect(await turnOf(story.send(id, 'Again'))).toMatchObject({ number: 2 });
  });
});

test('events of a strategy that the log refuses do not cost the answer', async () => {
  const id = await story.startWith('fills');
  expect(await turnOf(story.send(id, 'Hi'))).toMatchObject({ status: 'COMPLETED', answer: { text: 'Noted.' } });
  const types = (await story.facts(id)).map(({ type }) => type);
  expect(types).toContain('execution_completed');
  expect(types).not.toContain('noted');
});

test('an event is what it was when it was appended, whatever the strategy does to it later', async () => {
  const id = await story.startWith('mutates');
  expect(await turnOf(story.send(id, 'Hi'))).toMatchObject({ status: 'COMPLETED', answer: { text: 'Noted.' } });
  const [noted] = (await story.facts(id)).filter(({ type }) => type === 'noted');
  expect(noted).toBeDefined();
  expect(JSON.stringify(noted)).not.toContain('\\u0000');
});

test('an error that nobody expected ends the turn as failed, at once', async () => {
  const id = await story.startWith('recall');
  const breaks = { conversation: id, turn: 1, role: 'ASSISTANT', text: 'in the way', status: 'COMPLETED' };
  const columns = Object.keys(breaks).join(', ');
  await story.store.sql(
    `insert into exp.messages (${columns}, created_at) values ($1, $2, $3, $4, $5, now())`,
    Object.values(breaks),
  );
  const turn = await turnOf(story.send(id, 'Hi'));
  expect(turn).toMatchObject({ status: 'FAILED', failure: { code: 'STRATEGY_FAILED' } });
  expect(await turnOf(story.send(id, 'Again'))).toMatchObject({ number: 2, status: 'COMPLETED' });
});

test('what the strategy is given begins with the user, also when the rest is too long for it', async () => {
  const id = await start('cyd');
  await story.send(id, 'First'); // answered; its answer would be the oldest of 50 messages
  const { sql } = story.store;
  await sql(
    `insert into exp.messages (conversation, turn, role, text, status, created_at)
     select $1, turn, 'USER', 'Unanswered ' || turn, 'COMPLETED', now() from generate_series(2, 50) as turn`,
    [id],
  );
  await sql('update exp.conversations set turn_count = 50, plan = plan::jsonb || $2 where id = $1', [
    id,
    { strategy: 'recall' },
  ]);
  expect((await turnOf(story.send(id, 'Last'))).answer.text).toMatch(/^user: Unanswered 2 \|/);
});

test('what was said before is given to the strategy, and what failed is not part of it', async () => {
  const id = await start('cy');
  await story.send(id, 'One');
  const become = (strategy: string) =>
    story.store.sql('update exp.conversations set plan = plan::jsonb || $2 where id = $1', [id, { strategy }]);
  await become('throws');
  await story.send(id, 'Two');
  await become('recall');
  const { answer } = await turnOf(story.send(id, 'Three'));
  expect(answer.text).toMatch(/^user: One \| assistant: I am meal@\d\. \| user: Two$/);
});

test('an effect is performed once per turn and key', async () => {
  const id = await story.startWith('book');
  const { send, recorded } = await recording(id);
  expect((await turnOf(send('Table!'))).answer.text).toBe('Table number 6.');
  expect(recorded).toEqual([[{ turn: 1, key: 'table', done: true, answer: { number: 6 } }]]);
});

test('an effect that answers nothing is done nevertheless', async () => {
  const id = await story.startWith('nothing');
  const { send, recorded } = await recording(id);
  await send('Hi');
  expect(recorded).toEqual([[{ turn: 1, key: 'void', done: true, answer: null }]]);
});

test.each(['book', 'throws'])('a turn that has ended leaves no effects behind: %s', async (strategy) => {
  const id = await story.startWith('book');
  const { send, recorded } = await recording(id);
  await send('One');
  await story.store.sql('update exp.conversations set plan = plan::jsonb || $2 where id = $1', [id, { strategy }]);
  await send('Two');
  expect(recorded[0]).toHaveLength(1);
  expect((await story.store.sql('select from exp.effects where conversation = $1', [id])).rows).toEqual([]);
});

/** Sends in a process that notes the ledger of the conversation when a turn has executed. */
async function recording(id: string) {
  const recorded: unknown[][] = [];
  const ledger = `select turn, key, answer is not null as done, answer from exp.effects where conversation = $1 and key <> 'execution/'`;
  const checkpoint = async (step: TurnStep) => {
    if (step === 'executed') recorded.push((await story.store.sql(ledger, [id])).rows);
  };
  const process = await story.another({ checkpoint });
  return { recorded, send: (text: string) => process.send(id, text) };
}

describe('cancelling', () => {
  test.each(['this process', 'another process'])('from %s keeps what was said', async (from) => {
    const canceller = from === 'this process' ? story : await story.another();
    const id = await story.startWith('hold');
    const followed = await story.follow(id);
    const { answer } = await sendAndHold(story, id);
    await canceller.ask(cancel, { id });
    const turn = await answer;
    expect(turn).toMatchObject({ status: 'CANCELLED', answer: { text: 'Well, ', status: 'CANCELLED' }, failure: null });
    expect((await followed.until('MessageCompleted')).message).toEqual(turn.answer);
    const executions = (await story.facts(id)).filter(({ type }) => type.startsWith('execution_'));
    expect(executions.map(({ type, data }) => [type, data.code])).toEqual([['execution_failed', 'CANCELLED']]);
  });

  test('a turn that has ended meanwhile leaves the next one alone', async () => {
    const late = 'mutation ($id: ID!, $turn: Int) { cancelMessage(conversation: $id, turn: $turn) { id } }';
    const id = await story.startWith('hold');
    const { answer: first } = await sendAndHold(story, id);
    held().release();
    await first;
    const { answer: second } = await sendAndHold(story, id);
    expect((await story.ask(late, { id, turn: 1 })).data.cancelMessage).toEqual({ id });
    held().release();
    expect(await second).toMatchObject({ number: 2, status: 'COMPLETED' });
    const { answer: third } = await sendAndHold(story, id);
    await story.ask(late, { id, turn: 3 });
    expect(await third).toMatchObject({ status: 'CANCELLED' });
  });

  test('when nothing runs changes nothing', async () => {
    const id = await start('dee');
    expect((await story.ask(cancel, { id })).data.cancelMessage).toEqual({ id });
    expect(await turnOf(story.send(id, 'Hi'))).toMatchObject({ status: 'COMPLETED' });
  });
});

test('a subscriber who leaves ends no turn', async () => {
  const id = await story.startWith('hold');
  const followed = await story.follow(id);
  const { answer } = await sendAndHold(story, id);
  followed.stop();
  await followed.until('end');
  held().release();
  expect((await answer).answer.text).toBe('Well, yes.');
});

test('closing a process ends its turns as failed, so that nobody waits for their leases', async () => {
  const other = await story.another({ limits: { leaseMs: 60_000, closeMs: 500 } });
  const id = await story.startWith('hold');
  const { answer } = await sendAndHold(other, id, 'once');
  await Promise.allSettled([other.close(), answer]);
  expect((await turnOf(story.send(id, 'Well?', 'once'))).failure.code).toBe('TURN_ABANDONED');
  expect((await story.read(id)).messages.edges).toHaveLength(1);
});

test('closing a process waits for a message that it is just accepting', async () => {
  const other = await story.another({ limits: { closeMs: 5_000 } });
  const id = await start('eve');
  const send = `mutation { sendMessage(input: { conversation: "${id}", text: "Hi", clientMessageId: "c" }) { status } }`;
  const waits = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
    and query like '%update exp.conversations%'`;
  const { answer, closed } = await story.store.transaction(async (sql) => {
    await sql('select from exp.conversations where id = $1 for update', [id]);
    const sent = other.ask(send);
    await until(async () => (await story.store.sql(waits)).rowCount > 0);
    return { answer: sent, closed: other.close() };
  });
  await closed;
  expect((await turnOf(answer)).status).toBe('COMPLETED');
});
