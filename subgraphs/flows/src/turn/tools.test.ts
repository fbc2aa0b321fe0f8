import type { FlowDefinition } from '@trialogue/flow-engine';
import { type ChatEvent, type ChatRequest, createModels, type Models } from '@trialogue/models';
import { silent } from '@trialogue/store/testing';
import { publishFlow } from '../testing/flows';
import { deeds } from '../testing/shop';
import { tell } from '../testing/story';

class Kill extends Error {}

/** Where the process dies: the n-th time that it comes to a step. */
let dying: { readonly step: string; count: number } | undefined;
/** What the model was asked, oldest first. */
const asked: ChatRequest[] = [];

const usage = { input: 10, output: 5, cacheRead: 0, cacheWrite: 0 };
const end = { usage, model: 'planner', standIn: false, type: 'end' } as const;
const scripted = createModels({ logger: silent, paceMs: 0 });

/** A model that wants the weather of each city that the user names, then says what it was told. */
const models: Models = {
  ...scripted,
  async *stream(request): AsyncGenerator<ChatEvent> {
    asked.push(request);
    const results = request.messages.flatMap(({ parts }) => parts.filter((part) => part.type === 'tool-result'));
    if (results.length > 0) {
      const text = `I hear: ${results.map(({ content }) => content).join(', ')}.`;
      yield { type: 'text', text };
      yield { ...end, text, stopReason: 'end' };
      return;
    }
    const text = request.messages
      .at(-1)!
      .parts.map((part) => (part.type === 'text' ? part.text : ''))
      .join('');
    const cities = text.split(' and ');
    const toolCalls = cities.map((city, index) => ({ id: `call-${index}`, tool: 'weather', arguments: { city } }));
    yield { type: 'text', text: 'Let me look.' };
    for (const call of toolCalls) yield { type: 'tool-call', ...call };
    yield { ...end, text: 'Let me look.', toolCalls, stopReason: 'tool' };
  },
};

const trip: FlowDefinition = {
  initial: 'ask',
  slots: { city: { schema: { type: 'string' } }, said: { schema: { type: 'string' } } },
  states: {
    ask: { collect: 'city', ask: 'Where to?', next: 'look' },
    look: {
      call: { strategy: 'forecast', input: { text: 'slots.city' } },
      save: { said: 'result.text' },
      next: 'tell',
      failed: 'lost',
    },
    tell: { final: 'told', say: '{{ slots.said }}' },
    lost: { final: 'lost', say: 'Nobody knows.' },
  },
};

let story: Awaited<ReturnType<typeof tell>>;
let living: Awaited<ReturnType<typeof story.another>>;
beforeAll(async () => {
  const checkpoint = (step: string) => {
    if (dying?.step === step && --dying.count === 0) throw new Kill(step);
  };
  story = await tell({ models, checkpoint, limits: { reapEveryMs: 3_600_000 } });
  living = await story.another({ models, checkpoint: () => {}, limits: { reapEveryMs: 20 } });
  await publishFlow(story.store, 'trip', [{ definition: trip }]);
});
afterAll(() => story.end());
beforeEach(() => {
  asked.length = 0;
  deeds().length = 0;
});

test('what a model calls and what came of it is in the stream, in order with the text; the answer is all of it', async () => {
  const id = await story.startWith('forecast');
  const followed = await story.follow(id);
  const { answer } = (await story.send(id, 'Rome and Oslo')).data.sendMessage;
  const said = 'Let me look.\n\nI hear: Rome is sunny, Oslo is sunny.';
  expect(answer).toMatchObject({ text: said, model: 'planner', usage: { output: 10 } });
  await followed.until('MessageCompleted');
  expect(followed.text()).toBe(said);
  const ofTools = followed.events.filter(({ __typename }) => __typename.startsWith('Tool'));
  const tool = (index: number) => ({ tool: 'weather', callId: `call-${index}`, messageId: answer.id });
  expect(ofTools).toMatchObject([
    { __typename: 'ToolCalled', ...tool(0), arguments: { city: 'Rome' } },
    { __typename: 'ToolCalled', ...tool(1), arguments: { city: 'Oslo' } },
    { __typename: 'ToolAnswered', ...tool(0), ok: true },
    { __typename: 'ToolAnswered', ...tool(1), ok: true },
  ]);
  const first = followed.events.findIndex(({ __typename }) => __typename === 'MessageDelta');
  expect(followed.events[first]!.text).toBe('Let me look.');
  expect(followed.events[first + 1]!.__typename).toBe('ToolCalled');
  expect(deeds().map(({ text }) => text)).toEqual(['Rome', 'Oslo']);
});

// The ledger begins and ends the call, and within it the model's first answer, the tool, and the model's second answer.
test.each([
  ['the tool was begun, which may be used again', 'effectBegun', 3, 1, 2],
  ['the tool has answered', 'effectDone', 2, 1, 2],
  ['the model has said its last', 'effectDone', 3, 1, 2],
])('a process dies after %s: what is recorded is not done again', async (_, step, count, uses, questions) => {
  const { id } = (await story.start({ experiment: null, flow: 'trip' })).data.startConversation;
  dying = { step, count };
  expect((await story.send(id, 'Rome', 'once')).codes).toEqual(['INTERNAL_SERVER_ERROR']);
  dying = undefined;
  await living.store.sql(
    `update exp.conversations set lease_until = now() - interval '1 s' where id = $1 and lease_until is not null`,
    [id],
  );
  const turn = (await living.send(id, 'Rome', 'once')).data.sendMessage;
  expect(turn).toMatchObject({ status: 'COMPLETED', answer: { text: 'Let me look.\n\nI hear: Rome is sunny.' } });
  expect(deeds()).toHaveLength(uses);
  expect(new Set(deeds().map((deed) => deed.id)).size).toBe(1);
  expect(asked).toHaveLength(questions);
});

// Without a flow: the ledger has the model's first answer, the tool, and the model's second answer.
test.each([
  ['the tool was begun, which may be used again', 'effectBegun', 2, 1, 2],
  ['the tool has answered', 'effectDone', 2, 1, 2],
  ['the model has said its last', 'effectDone', 3, 1, 2],
  ['all was said, and is recorded', 'executed', 1, 1, 2],
])(
  'a process dies after %s: its turn is resumed, and its message begins again',
  async (_, step, count, uses, questions) => {
    const id = await story.startWith('forecast');
    const followed = await living.follow(id);
    dying = { step, count };
    expect((await story.send(id, 'Rome', 'once')).codes).toEqual(['INTERNAL_SERVER_ERROR']);
    dying = undefined;
    await living.store.sql(`update exp.conversations set lease_until = now() - interval '1 s' where id = $1`, [id]);
    const text = 'Let me look.\n\nI hear: Rome is sunny.';
    const turn = (await living.send(id, 'Rome', 'once')).data.sendMessage;
    expect(turn).toMatchObject({ number: 1, status: 'COMPLETED', answer: { text } });
    expect(deeds()).toHaveLength(uses);
    expect(asked).toHaveLength(questions);
    await followed.until('MessageCompleted');
    const begins = followed.events.flatMap(({ __typename }, index) => (__typename === 'MessageStarted' ? [index] : []));
    const last = followed.events.slice(begins.at(-1));
    expect(last.map((event) => (event.__typename === 'MessageDelta' ? event.text : '')).join('')).toBe(text);
    expect(last.filter(({ __typename }) => __typename === 'ToolCalled')).toHaveLength(1);
    const ids = begins.map((index) => followed.events[index].message.id);
    expect(new Set(ids)).toEqual(new Set([turn.answer.id]));
    followed.stop();
  },
);
