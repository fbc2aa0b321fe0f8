import { until } from '@trialogue/store/testing';
import { held, tell } from '../testing/story';
import { type TurnStep, turnSteps } from './turn-steps';

class Kill extends Error {}

/** The process that dies, or is silent until it is told to go on, at the step that a test names; it has no reaper. */
let dyingAt: TurnStep | undefined;
let silentAt: TurnStep | undefined;
let goOn = () => {};
let silent = false;
let dying: Awaited<ReturnType<typeof tell>>;
let living: Awaited<ReturnType<typeof dying.another>>;
beforeAll(async () => {
  const checkpoint = async (step: TurnStep) => {
    if (step === dyingAt) throw new Kill(step);
    if (step !== silentAt) return;
    silentAt = undefined;
    silent = true;
    await new Promise<void>((resolve) => {
      goOn = resolve;
    });
    silent = false;
  };
  dying = await tell({ checkpoint, limits: { reapEveryMs: 3_600_000, deltaMs: 1 } });
  living = await dying.another({ checkpoint: () => {}, limits: { reapEveryMs: 20 } });
});
afterAll(() => dying.end());
beforeEach(() => {
  dyingAt = undefined;
});

/** As if the turn's process had been silent for the length of its lease. */
const letLeaseEnd = (id: string) =>
  living.store.sql(
    `update exp.conversations set lease_until = now() - interval '1 s' where id = $1 and lease_until is not null`,
    [id],
  );

const terminals = ['MessageCompleted', 'MessageFailed'];
const survives: readonly TurnStep[] = ['finished', 'terminal'];
/**
 * The strategy `book` must not be begun twice: before it, the turn is resumed; when it is begun and not recorded as done,
 * as it is in a flow when all is executed, the turn fails. What is shown is written while it is begun: either comes first.
 */
function statusesAfter(step: TurnStep, inFlow: boolean): string[] {
  if (step === 'delta') return ['COMPLETED', 'FAILED'];
  const isBegun = step === 'effectBegun' || step === 'effectDone' || (step === 'executed' && !inFlow);
  return [isBegun ? 'FAILED' : 'COMPLETED'];
}

test.each(turnSteps)('a process that dies after “%s” leaves a turn that ends once', async (step) => {
  const id = await dying.startWith('book');
  dyingAt = step;
  expect((await dying.send(id, 'Table!', 'once')).codes).toEqual(['INTERNAL_SERVER_ERROR']);
  await letLeaseEnd(id);

  const turn = (await living.send(id, 'Table!', 'once')).data.sendMessage;
  const { status } = turn;
  expect(turn.number).toBe(1);
  expect(statusesAfter(step, false)).toContain(status);
  expect(turn.failure?.code).toBe(status === 'FAILED' ? 'TURN_ABANDONED' : undefined);
  expect((await living.send(id, 'Table, please!')).data.sendMessage).toMatchObject({ status: 'COMPLETED', number: 2 });
  await until(async () => (await living.store.sql('select from exp.turns where not closed')).rowCount === 0);

  const followed = await living.follow(id);
  await until(() => followed.events.filter(({ __typename }) => terminals.includes(__typename)).length === 2);
  const shown = followed.events.map(({ __typename }) => __typename);
  expect(shown.filter((type) => type === 'StreamReset')).toEqual([]);
  const second = shown.lastIndexOf('MessageStarted');
  expect(shown.slice(0, second).filter((type) => terminals.includes(type))).toEqual([
    status === 'COMPLETED' ? 'MessageCompleted' : 'MessageFailed',
  ]);
  expect(terminals).toContain(shown[second - 1]);

  const facts = (await living.facts(id)).map(({ id: fact, type }) => [fact.slice(id.length + 1), type]);
  expect(facts.sort()).toEqual(
    [
      ['started', 'conversation_started'],
      ['1:user', 'message_sent'],
      status === 'COMPLETED' ? ['1:execution', 'execution_completed'] : ['1:abandoned', 'execution_failed'],
      ...(status === 'COMPLETED' ? [['1:assistant', 'message_sent']] : []),
      ['2:user', 'message_sent'],
      ['2:assistant', 'message_sent'],
      ['2:execution', 'execution_completed'],
    ].sort(),
  );
  followed.stop();
});

const silences = turnSteps.filter((step) => !survives.includes(step));
const zombies = silences.flatMap((step) => ['meals', 'talks'].map((experiment) => [step, experiment] as const));

test.each(zombies)(
  'a process that was silent after “%s” for longer than its lease writes nothing more, in a conversation of “%s”',
  async (step, experiment) => {
    const id = await dying.startWith('book', experiment);
    silentAt = step;
    const zombie = dying.send(id, 'Table!', 'once');
    await until(() => silent);
    await letLeaseEnd(id);
    const ended = (await living.send(id, 'Table!', 'once')).data.sendMessage;
    expect(statusesAfter(step, experiment === 'talks')).toContain(ended.status);
    expect((await living.send(id, 'Again!')).data.sendMessage.status).toBe('COMPLETED');
    const written = async () => {
      const { rows } = await living.store.sql(
        `select (select json_agg(m order by turn, role) from exp.messages m where conversation = $1) as messages,
        (select json_agg(t order by number) from exp.turns t where conversation = $1) as turns,
        (select json_agg(c) from exp.conversations c where id = $1) as conversation,
        (select json_agg(e order by key) from exp.effects e where conversation = $1) as effects,
        (select json_agg(s order by fence, n) from exp.stream_entries s where conversation = $1) as stream,
        (select json_agg(id order by id) from exp.events where data->>'conversation' = $1) as events`,
        [id],
      );
      return rows[0];
    };
    const before = await written();
    goOn();
    const { conversation: _, ...seen } = (await zombie).data.sendMessage;
    expect(ended).toMatchObject(seen);
    expect(await written()).toEqual(before);
  },
);

test.each(turnSteps)('a process that dies after “%s” leaves the flow before the turn, or behind it', async (step) => {
  const id = await dying.startWith('book', 'talks');
  const followed = await living.follow(id);
  dyingAt = step;
  expect((await dying.send(id, 'Bye!', 'once')).codes).toEqual(['INTERNAL_SERVER_ERROR']);
  await letLeaseEnd(id);

  const turn = (await living.send(id, 'Bye!', 'once')).data.sendMessage;
  const completed = turn.status === 'COMPLETED';
  expect(turn.number).toBe(1);
  expect(statusesAfter(step, true)).toContain(turn.status);
  const behind = { status: 'COMPLETED', outcome: 'said', state: 'done' };
  expect(await living.read(id)).toMatchObject(completed ? behind : { status: 'ACTIVE', outcome: null, state: 'here' });
  if (completed) expect((await living.send(id, 'Bye?')).codes).toEqual(['CONVERSATION_ENDED']);
  else expect((await living.send(id, 'Bye, then!')).data.sendMessage).toMatchObject({ status: 'COMPLETED', number: 2 });
  expect(await living.read(id)).toMatchObject(behind);

  await followed.until('end');
  const ends = followed.events
    .map((event) => event.__typename ?? event)
    .filter((type) => /Failed|Ended|Reset/.test(type));
  expect(ends).toEqual(completed ? ['ConversationEnded'] : ['MessageFailed', 'ConversationEnded']);
  expect(followed.events.filter((event) => event.state === 'here')).toHaveLength(1);
  const facts = (await living.facts(id)).map(({ id: fact, data }) => [fact.slice(id.length + 1), data.state]);
  expect(facts.filter(([fact]) => /execution|abandoned|flow_completed|ended/.test(fact)).sort()).toEqual(
    [
      ...(completed ? [] : [['1:abandoned', 'here']]),
      [completed ? '1:execution' : '2:execution', 'done'],
      ['flow_completed', 'done'],
    ].sort(),
  );
});

test('a process that has lost its turn in the middle of the answer writes nothing more', async () => {
  const id = await living.startWith('hold');
  const followed = await dying.follow(id);
  const before = held().waiting;
  const zombie = living.send(id, 'Well?', 'once');
  await until(() => held().waiting > before);
  await followed.until('MessageDelta');

  await letLeaseEnd(id);
  await followed.until('MessageFailed');
  held().release();

  expect((await zombie).data.sendMessage).toMatchObject({ status: 'FAILED', failure: { code: 'TURN_ABANDONED' } });
  expect((await living.read(id)).messages.edges).toHaveLength(1);
  expect(followed.text()).toBe('Well, ');
  expect(followed.events.at(-1).__typename).toBe('MessageFailed');
  const executions = (await living.facts(id)).filter(({ type }) => type.startsWith('execution_'));
  expect(executions.map(({ data }) => data.code)).toEqual(['TURN_ABANDONED']);
  followed.stop();
});

test('a heartbeat keeps a turn that is longer than its lease', async () => {
  const leaseMs = 900;
  const slow = await dying.another({ checkpoint: () => {}, limits: { leaseMs } });
  const id = await slow.startWith('hold');
  const before = held().waiting;
  const answer = slow.send(id, 'Well?');
  await until(() => held().waiting > before);
  const begun = performance.now();
  await until(() => performance.now() - begun > 2 * leaseMs);
  held().release();
  expect((await answer).data.sendMessage).toMatchObject({ status: 'COMPLETED', answer: { text: 'Well, yes.' } });
});
