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

test('one that nobody awaits, or that is another, is not taken and not remembered', async () => {
  const { id } = (await story.start({ experiment: null, flow: 'delivery', variables: { wish: '' } })).data
    .startConversation;
  expect((await happens(id)).data.sendEvent).toMatchObject({ taken: false, conversation: { state: 'order' } });
  await story.send(id, 'Soup');
  expect((await happens(id, 'e1', 'burnt')).data.sendEvent).toMatchObject({ taken: false });
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
