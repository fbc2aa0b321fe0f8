import type { FlowDefinition } from '@trialogue/flow-engine';
import type { Caller } from '@trialogue/subgraph';
import { publishFlow } from './testing/flows';
import { unit } from './testing/process';
import { tell } from './testing/story';

const server: Caller = { subject: 'shop', scopes: ['assign'] };
const delivery: FlowDefinition = {
  initial: 'order',
  slots: {
    dish: { schema: { type: 'string', maxLength: 100 } },
    minutes: { schema: { type: 'integer' } },
  },
  states: {
    order: { collect: 'dish', ask: 'What shall we cook?', next: 'cooking' },
    cooking: {
      await: { event: 'cooked' },
      meanwhile: 'It is on the stove.',
      save: { minutes: 'result.minutes' },
      next: 'ready',
    },
    ready: { say: '{{ slots.dish }} after {{ slots.minutes }} minutes{{ variables.wish }}.', next: 'done' },
    done: { final: 'eaten', say: 'Enjoy.' },
  },
};

let story: Awaited<ReturnType<typeof tell>>;
beforeAll(async () => {
  story = await tell();
  await publishFlow(story.store, 'delivery', [{ definition: delivery }]);
});
afterAll(() => story.end());

const order = async (variables: object = { wish: '' }) => {
  const { id } = (await story.start({ experiment: null, flow: 'delivery', variables })).data.startConversation;
  await story.send(id, 'Soup');
  return id as string;
};
const happens = (conversation: string, eventId = 'e1', name = 'cooked', from = story, caller = server) =>
  from.ask(
    `mutation ($input: SendEventInput!) { sendEvent(input: $input) {
      taken status answer { text } failure { code } conversation { status state slots } } }`,
    { input: { conversation, name, data: { minutes: 12 }, eventId } },
    caller,
  );

test('what a flow awaits takes it on, once, however often and wherever it is delivered', async () => {
  const other = await story.another();
  const id = await order();
  expect((await story.send(id, 'Ready?')).data.sendMessage.answer.text).toBe('It is on the stove.');
  const both = await Promise.all([happens(id), happens(id, 'e1', 'cooked', other as typeof story)]);
  const answers = both.flatMap(({ data }) => data?.sendEvent ?? []);
  expect(both.flatMap(({ codes }) => codes)).toEqual([]);
  for (const answer of answers)
    expect(answer).toEqual({
      taken: true,
      status: 'COMPLETED',
      answer: { text: 'Soup after 12 minutes.\n\nEnjoy.' },
      failure: null,
      conversation: { status: 'COMPLETED', state: 'done', slots: { dish: 'Soup', minutes: 12 } },
    });
  expect((await happens(id)).data.sendEvent).toMatchObject({ taken: true, status: 'COMPLETED' });
  expect((await happens(id, 'e2')).data.sendEvent).toMatchObject({ taken: false, status: null, answer: null });
  const { rows } = await story.store.sql(`select from exp.turns where conversation = $1 and cause = 'EVENT'`, [id]);
  expect(rows).toHaveLength(1);
});

test('one that nobody awaits now is not taken and not remembered', async () => {
  const { id } = (await story.start({ experiment: null, flow: 'delivery', variables: { wish: '' } })).data
    .startConversation;
  expect((await happens(id)).data.sendEvent).toMatchObject({ taken: false, conversation: { state: 'order' } });
  await story.send(id, 'Soup');
  expect((await happens(id)).data.sendEvent).toMatchObject({ taken: true, status: 'COMPLETED' });
});

test('one whose turn failed can be sent again under its id', async () => {
  const id = await order({});
  for (const _ of [1, 2])
    expect((await happens(id)).data.sendEvent).toMatchObject({
      taken: true,
      status: 'FAILED',
      failure: { code: 'FLOW_TEXT_FAILED' },
      conversation: { state: 'cooking' },
    });
});

test('a user is not believed, and a person who has the conversation is not talked over', async () => {
  const id = await order();
  expect((await happens(id, 'e1', 'cooked', story, unit('ana'))).codes).toEqual(['FORBIDDEN']);
  expect((await happens('none')).codes).toEqual(['CONVERSATION_NOT_FOUND']);
  await story.ask(`mutation { handOff(conversation: "${id}") { id } }`);
  expect((await happens(id)).codes).toEqual(['CONVERSATION_HANDED_OFF']);
  await story.ask(`mutation { handBack(conversation: "${id}") { id } }`);
  expect((await happens(id)).data.sendEvent).toMatchObject({ taken: true });
});

test('one that the flow awaits nowhere is refused with the name that was meant', async () => {
  const id = await order();
  expect((await happens(id, 'e1', 'coked')).codes).toEqual(['FLOW_EVENT_UNKNOWN']);
  expect((await happens(id)).data.sendEvent).toMatchObject({ taken: true });
});

test('an id that was used for other data is refused, as long as it is remembered', async () => {
  const id = await order();
  await happens(id);
  const other = await story.ask(
    'mutation ($input: SendEventInput!) { sendEvent(input: $input) { taken } }',
    { input: { conversation: id, name: 'cooked', data: { minutes: 13 }, eventId: 'e1' } },
    server,
  );
  expect(other.codes).toEqual(['BAD_USER_INPUT']);
  expect((await happens(id)).data.sendEvent).toMatchObject({ taken: true, status: 'COMPLETED' });
});

test('one that comes when a timer leads away from where it is awaited is not taken', async () => {
  let now = new Date();
  const timed = await tell({ clock: () => now, limits: { reapEveryMs: 3_600_000 } });
  try {
    const states: FlowDefinition['states'] = {
      ...delivery.states,
      cooking: { ...delivery.states.cooking, after: { PT1H: 'late' } } as FlowDefinition['states'][string],
      late: { collect: 'minutes', ask: 'How long did it take?', next: 'ready' },
    };
    await publishFlow(timed.store, 'slow_delivery', [{ definition: { ...delivery, states } }]);
    const started = await timed.start({ experiment: null, flow: 'slow_delivery', variables: { wish: '' } });
    const { id } = started.data.startConversation;
    await timed.send(id, 'Soup');
    now = new Date(now.getTime() + 3_600_000);
    expect((await happens(id, 'e1', 'cooked', timed as typeof story)).data.sendEvent).toMatchObject({
      taken: false,
      conversation: { state: 'cooking' },
    });
    await timed.send(id, '90');
    expect((await timed.read(id)).slots).toMatchObject({ minutes: 90 });
  } finally {
    await timed.end();
  }
});

test('of data and variables only what text can hold is collected, and none of it hides where conversations stand', async () => {
  const note = { schema: { type: 'string', maxLength: 100 } };
  const noting: FlowDefinition = {
    initial: 'first',
    slots: { note, word: note, last: note },
    states: {
      first: { collect: 'word', ask: 'A word?', next: 'wait' },
      wait: { await: { event: 'noted' }, meanwhile: 'Wait.', save: { note: 'result.note' }, next: 'tell' },
      tell: { say: 'Noted: {{ slots.note }}.', next: 'last' },
      last: { collect: 'last', ask: 'Another?', next: 'done' },
      done: { final: 'done' },
    },
  };
  await publishFlow(story.store, 'noting', [{ definition: noting }]);
  const { id } = (await story.start({ experiment: null, flow: 'noting' })).data.startConversation;
  await story.send(id, 'Soup');
  const { data } = await story.ask(
    `mutation ($input: SendEventInput!) { sendEvent(input: $input) {
      taken status answer { text } conversation { slots } } }`,
    { input: { conversation: id, name: 'noted', eventId: 'e', data: { note: 'a\u0000b\ud800c' } } },
    server,
  );
  expect(data.sendEvent).toEqual({
    ...{ taken: true, status: 'COMPLETED', answer: { text: 'Noted: ab\ufffdc.\n\nAnother?' } },
    conversation: { slots: { note: 'ab\ufffdc', word: 'Soup' } },
  });
  const variables = { note: 'a\u0000b' };
  const other = (await story.start({ experiment: null, flow: 'noting', variables })).data.startConversation;
  expect(other.slots).toEqual({ note: 'ab' });
  const stand = await story.ask('{ flow(key: "noting") { version { live { state count } } } }');
  expect(stand.data.flow.version.live).toEqual(['first', 'last'].map((state) => ({ state, count: 1 })));
});
