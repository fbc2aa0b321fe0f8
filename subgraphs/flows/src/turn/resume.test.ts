import type { FlowDefinition } from '@trialogue/flow-engine';
import { describeRedis, startTestRedis, type TestRedis, until } from '@trialogue/store/testing';
import { publishFlow } from '../testing/flows';
import { deeds } from '../testing/shop';
import { tell } from '../testing/story';
import { type TurnStep, turnSteps } from './turn-steps';

class Kill extends Error {}

/** Where a process dies, and how often. */
let dyingAt: TurnStep | undefined;
let deaths = 0;
/** What has to be before it does. */
let first: () => Promise<void> = async () => {};
const checkpoint = async (step: TurnStep) => {
  if (step !== dyingAt || deaths === 0) return;
  deaths -= 1;
  await first();
  throw new Kill(step);
};

const awaiting: FlowDefinition = {
  initial: 'order',
  slots: { dish: { schema: { type: 'string' } }, minutes: { schema: { type: 'integer' } } },
  states: {
    order: { collect: 'dish', ask: 'What shall we cook?', next: 'cooking' },
    cooking: { await: { event: 'cooked' }, meanwhile: 'It cooks.', save: { minutes: 'result.minutes' }, next: 'ready' },
    ready: { say: '{{ slots.dish }} after {{ slots.minutes }} minutes.', next: 'person' },
    person: { handoff: { to: 'cook' }, save: { minutes: 'result.minutes' }, next: 'done' },
    done: { final: 'eaten', say: 'That were {{ slots.minutes }}.' },
  },
};

let dying: Awaited<ReturnType<typeof tell>>;
let living: Awaited<ReturnType<typeof dying.another>>;
const open = async (redis?: TestRedis) => {
  const at = redis ? { redis: redis.url } : {};
  dying = await tell({ ...at, checkpoint, limits: { reapEveryMs: 3_600_000, deltaMs: 1 } });
  living = await dying.another({ limits: { reapEveryMs: 20 } });
  await publishFlow(dying.store, 'awaiting', [{ definition: awaiting }]);
};
beforeEach(() => {
  deeds().length = 0;
  first = async () => {};
});

const dieAt = (step: TurnStep, times = 1) => {
  dyingAt = step;
  deaths = times;
};
const letLeaseEnd = (id: string) =>
  living.store.sql(
    `update exp.conversations set lease_until = now() - interval '1 s' where id = $1 and lease_until is not null`,
    [id],
  );
const resumptionsOf = async (id: string) =>
  (
    await living.store.sql<any>('select resumptions from exp.turns where conversation = $1 order by number', [id])
  ).rows.map((row) => row.resumptions);
const factsOf = async (id: string) =>
  (await living.facts(id)).map(({ id: fact, type }) => [fact.slice(id.length + 1), type]).sort();

/** The same, wherever message streams are. */
function resumes(start: () => Promise<TestRedis | undefined>): void {
  let redis: TestRedis | undefined;
  beforeAll(async () => {
    redis = await start();
    await open(redis);
  });
  afterAll(async () => {
    await dying.end();
    await redis?.stop();
  });

  test.each(turnSteps.filter((step) => step !== 'executed'))(
    'a turn whose process dies after “%s” is answered, and what is recorded was done once',
    async (step) => {
      const id = await dying.startWith('reserve');
      dieAt(step);
      expect((await dying.send(id, 'Table!', 'once')).codes).toEqual(['INTERNAL_SERVER_ERROR']);
      await letLeaseEnd(id);
      const turn = (await living.send(id, 'Table!', 'once')).data.sendMessage;
      expect(turn).toMatchObject({ status: 'COMPLETED', number: 1, answer: { text: 'Table number 6.' } });
      expect(deeds().map(({ did }) => did)).toEqual(['reserve']);
      expect(await resumptionsOf(id)).toEqual([step === 'finished' || step === 'terminal' ? 0 : 1]);
      expect(await factsOf(id)).toEqual([
        ['1:assistant', 'message_sent'],
        ['1:execution', 'execution_completed'],
        ['1:user', 'message_sent'],
        ['started', 'conversation_started'],
      ]);
    },
  );

  test('what was shown and is recorded nowhere may come out otherwise: the turn fails, once', async () => {
    const id = await dying.startWith('reserve');
    const followed = await living.follow(id);
    first = async () => void (await followed.until('MessageDelta'));
    dieAt('executed');
    await dying.send(id, 'Table!', 'once');
    await letLeaseEnd(id);
    const turn = (await living.send(id, 'Table!', 'once')).data.sendMessage;
    expect(turn).toMatchObject({ status: 'FAILED', failure: { code: 'TURN_ABANDONED' } });
    await followed.until('MessageFailed');
    const kinds = followed.events.map(({ __typename }) => __typename).filter((kind) => kind !== 'MessageDelta');
    expect(kinds).toEqual(['MessageStarted', 'MessageFailed']);
    expect(await factsOf(id)).toEqual([
      ['1:abandoned', 'execution_failed'],
      ['1:user', 'message_sent'],
      ['started', 'conversation_started'],
    ]);
    expect((await living.send(id, 'Table?')).data.sendMessage).toMatchObject({ status: 'COMPLETED', number: 2 });
    followed.stop();
  });

  test('a message that had begun begins again, under its id', async () => {
    const id = await dying.startWith('reserve');
    const followed = await living.follow(id);
    first = async () => void (await followed.until('MessageStarted'));
    dieAt('effectDone');
    await dying.send(id, 'Table!', 'once');
    await letLeaseEnd(id);
    await followed.until('MessageCompleted');
    const begun = followed.events.filter(({ __typename }) => __typename === 'MessageStarted');
    expect(begun.map(({ message }) => message.id)).toEqual([`${id}:1:assistant`, `${id}:1:assistant`]);
    expect(begun.map(({ inReplyTo }) => inReplyTo.text)).toEqual(['Table!', 'Table!']);
    expect(followed.text()).toBe('Table number 6.');
    followed.stop();
  });

  test('a turn that kills whoever runs it fails after two resumptions', async () => {
    const id = await living.startWith('reserve');
    dieAt('started', 3);
    await living.send(id, 'Table!', 'once');
    await until(async () => {
      await letLeaseEnd(id);
      return (await living.facts(id)).some(({ type }) => type === 'execution_failed');
    });
    expect(deaths).toBe(0);
    expect(await resumptionsOf(id)).toEqual([2]);
    const turn = (await living.send(id, 'Table!', 'once')).data.sendMessage;
    expect(turn).toMatchObject({ status: 'FAILED', failure: { code: 'TURN_ABANDONED' } });
    expect(deeds()).toEqual([]);
    expect((await living.send(id, 'Table?')).data.sendMessage.status).toBe('COMPLETED');
  });

  test('one that an earlier release accepted fails: what it has begun may be written down nowhere', async () => {
    const id = await dying.startWith('reserve');
    dieAt('started');
    await dying.send(id, 'Table!', 'once');
    await living.store.sql('update exp.turns set resumptions = null where conversation = $1', [id]);
    await letLeaseEnd(id);
    const turn = (await living.send(id, 'Table!', 'once')).data.sendMessage;
    expect(turn).toMatchObject({ status: 'FAILED', failure: { code: 'TURN_ABANDONED' } });
    expect(deeds()).toEqual([]);
    expect(await resumptionsOf(id)).toEqual([null]);
  });

  test('one that was cancelled when its process died ends cancelled', async () => {
    const id = await dying.startWith('reserve');
    dieAt('started');
    await dying.send(id, 'Table!', 'once');
    await living.ask(`mutation { cancelMessage(conversation: "${id}") { id } }`);
    await letLeaseEnd(id);
    const turn = (await living.send(id, 'Table!', 'once')).data.sendMessage;
    expect(turn).toMatchObject({ status: 'CANCELLED', answer: { status: 'CANCELLED', text: '' } });
    expect(deeds()).toEqual([]);
  });

  test('also one that an event began, and one that a person began who handed back', async () => {
    const { id } = (await dying.start({ experiment: null, flow: 'awaiting' })).data.startConversation;
    await dying.send(id, 'Soup');
    const happens = (at: typeof living) =>
      at.ask(
        `mutation { sendEvent(input: { conversation: "${id}", name: "cooked", eventId: "e", data: { minutes: 12 } }) {
        taken status answer { text } } }`,
      );
    dieAt('executed');
    await happens(dying);
    await letLeaseEnd(id);
    expect((await happens(living)).data.sendEvent).toEqual({
      ...{ taken: true, status: 'COMPLETED' },
      answer: { text: 'Soup after 12 minutes.' },
    });
    dieAt('executed');
    await dying.ask(`mutation { handBack(conversation: "${id}", data: { minutes: 13 }) { id } }`);
    await letLeaseEnd(id);
    await until(async () => (await living.read(id)).status === 'COMPLETED');
    const { messages } = await living.read(id);
    expect(messages.edges.at(-1).node.text).toBe('That were 13.');
    expect(await resumptionsOf(id)).toEqual([0, 1, 1]);
    const facts = (await factsOf(id)).map(([, type]) => type);
    expect(facts.filter((type) => /handed|completed/.test(type!)).sort()).toEqual([
      'conversation_handed_back',
      'conversation_handed_off',
      'execution_completed',
      'flow_completed',
    ]);
  });
}

describe('with streams in Postgres', () => resumes(async () => undefined));
describeRedis('with streams in Redis', () => resumes(() => startTestRedis()));

describeRedis('with Redis away', () => {
  test('nobody can say what was shown: the turn fails under its own fence', async () => {
    const redis = await startTestRedis();
    await open(redis);
    const id = await dying.startWith('reserve');
    const followed = await dying.follow(id);
    first = async () => void (await followed.until('MessageDelta'));
    dieAt('executed');
    await dying.send(id, 'Table!', 'once');
    await redis.stop();
    await letLeaseEnd(id);
    const turn = (await living.send(id, 'Table!', 'once')).data.sendMessage;
    expect(turn).toMatchObject({ status: 'FAILED', failure: { code: 'TURN_ABANDONED' } });
    expect(await resumptionsOf(id)).toEqual([0]);
    await followed.until('MessageFailed');
    followed.stop();
    await dying.end();
  });
});
