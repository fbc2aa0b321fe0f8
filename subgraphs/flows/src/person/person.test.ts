import type { FlowDefinition } from '@trialogue/flow-engine';
import type { Caller } from '@trialogue/subgraph';
import { publishFlow } from '../testing/flows';
import { unit } from '../testing/process';
import { tell } from '../testing/story';
import { kindsOf } from '../testing/supper';

const agent: Caller = { subject: 'desk', scopes: ['agent'] };
const helpDesk: FlowDefinition = {
  initial: 'ask',
  slots: {
    trouble: { schema: { type: 'string', maxLength: 100 } },
    solved: { schema: { type: 'boolean' } },
  },
  states: {
    ask: { collect: 'trouble', ask: 'What is wrong?', next: 'person' },
    person: {
      handoff: { to: 'second_level', reason: '{{ slots.trouble }}' },
      say: 'A colleague takes over.',
      save: { solved: 'result.solved' },
      next: [{ when: 'slots.solved', to: 'done' }, { to: 'sorry' }],
    },
    done: { final: 'solved', say: 'Glad to help.' },
    sorry: { final: 'unsolved', say: 'We are sorry.' },
  },
};

let story: Awaited<ReturnType<typeof tell>>;
beforeAll(async () => {
  story = await tell();
  await publishFlow(story.store, 'desk', [{ definition: helpDesk }]);
});
afterAll(() => story.end());

const open = async (input: object = { experiment: null, flow: 'desk' }) =>
  (await story.start(input)).data.startConversation as { id: string; cursor: string };
const seen = 'id status outcome handoff { to reason } state messages { edges { node { role text } } }';
const read = async (id: string, caller = agent) =>
  (await story.ask(`query ($id: ID!) { conversation(id: $id) { ${seen} } }`, { id }, caller)).data.conversation;
const handOff = (id: string, caller: Caller = agent) =>
  story.ask(
    `mutation ($id: ID!) { handOff(conversation: $id, to: "night", reason: "angry") { ${seen} } }`,
    { id },
    caller,
  );
const reply = (conversation: string, text: string, clientMessageId = text, caller: Caller = agent) =>
  story.ask(
    'mutation ($input: ReplyAsAgentInput!) { replyAsAgent(input: $input) { id role text model } }',
    { input: { conversation, text, clientMessageId } },
    caller,
  );
const handBack = (id: string, data: object = {}, caller: Caller = agent, as?: string) =>
  story.ask(
    `mutation ($id: ID!, $data: JSONObject, $as: ID) {
       handBack(conversation: $id, data: $data, clientHandBackId: $as) { ${seen} } }`,
    { id, data, as },
    caller,
  );
const said = ({ messages }: any) => messages.edges.map(({ node }: any) => `${node.role}: ${node.text}`);

test('a flow hands over, a person talks, and hands back: the flow goes on with what they say', async () => {
  const { id, cursor } = await open();
  const followed = await story.follow(id, cursor);
  expect((await story.send(id, 'The lamp')).data.sendMessage.answer.text).toBe('A colleague takes over.');
  expect(await read(id)).toMatchObject({
    status: 'HANDED_OFF',
    handoff: { to: 'second_level', reason: 'The lamp' },
    state: 'person',
  });
  const kept = (await story.send(id, 'Hello?', 'once')).data.sendMessage;
  expect(kept).toMatchObject({ status: 'COMPLETED', question: { text: 'Hello?' }, answer: null });
  expect((await story.send(id, 'Hello?', 'once')).data.sendMessage).toEqual(kept);
  const answer = (await reply(id, 'Which lamp?')).data.replyAsAgent;
  expect(answer).toMatchObject({ role: 'AGENT', text: 'Which lamp?', model: null });
  expect((await reply(id, 'Which lamp?')).data.replyAsAgent).toEqual(answer);
  expect((await reply(id, 'What lamp?', 'Which lamp?')).codes).toEqual(['BAD_USER_INPUT']);

  expect((await handBack(id, { solved: true })).data.handBack).toMatchObject({
    status: 'COMPLETED',
    outcome: 'solved',
    handoff: null,
  });
  expect(said(await read(id))).toEqual([
    'ASSISTANT: What is wrong?',
    'USER: The lamp',
    'ASSISTANT: A colleague takes over.',
    'USER: Hello?',
    'AGENT: Which lamp?',
    'ASSISTANT: Glad to help.',
  ]);
  await followed.until('end');
  expect(kindsOf(followed.events).filter((kind) => kind !== 'MessageDelta')).toEqual([
    ...['MessageStarted', 'person', 'ConversationHandedOff', 'MessageCompleted'],
    ...['MessageCompleted', 'MessageCompleted'],
    ...['done', 'MessageStarted', 'ConversationHandedBack', 'MessageCompleted', 'ConversationEnded', 'end'],
  ]);
  expect((await handBack(id)).codes).toEqual(['CONVERSATION_ENDED']);
  const facts = (await story.facts(id)).map(({ type, data }) => [type, data.to ?? data.role]);
  expect(facts.filter(([type]) => /handed|message/.test(type))).toEqual([
    ['message_sent', 'ASSISTANT'],
    ['message_sent', 'USER'],
    ['message_sent', 'ASSISTANT'],
    ['conversation_handed_off', 'second_level'],
    ['message_sent', 'USER'],
    ['message_sent', 'AGENT'],
    ['message_sent', 'ASSISTANT'],
    ['conversation_handed_back', undefined],
  ]);
});

test('a person takes over where no flow asks for it; back, the conversation goes on where it stood', async () => {
  const { id } = await open({ experiment: 'talks' });
  const taken = (await handOff(id)).data.handOff;
  expect(taken).toMatchObject({ status: 'HANDED_OFF', handoff: { to: 'night', reason: 'angry' }, state: 'here' });
  expect((await handOff(id)).data.handOff).toEqual(taken);
  await story.send(id, 'Who are you?');
  await reply(id, 'A person.');
  expect((await handBack(id)).data.handBack).toMatchObject({ status: 'ACTIVE', handoff: null, state: 'here' });
  expect((await handBack(id)).codes).toEqual(['CONVERSATION_NOT_HANDED_OFF']);
  expect((await reply(id, 'More')).codes).toEqual(['CONVERSATION_NOT_HANDED_OFF']);
  expect((await story.send(id, 'Hi')).data.sendMessage.status).toBe('COMPLETED');
  expect(await read(id)).toMatchObject({ state: 'there' });
});

test('models read what a person said as the assistant’s', async () => {
  const id = await story.startWith('recall');
  await handOff(id);
  await story.send(id, 'Who is it?');
  await reply(id, 'Me.');
  await handBack(id);
  expect((await story.send(id, 'And now?')).data.sendMessage.answer.text).toBe('user: Who is it? | assistant: Me.');
});

test('one that is handed off can be ended, and is listed for people', async () => {
  const { id } = await open();
  await handOff(id);
  const list = await story.ask('{ conversations(status: HANDED_OFF) { edges { node { id } } } }', {}, agent);
  expect(list.data.conversations.edges.map(({ node }: any) => node.id)).toContain(id);
  const ended = await story.ask(`mutation { endConversation(conversation: "${id}") { status } }`);
  expect(ended.data.endConversation.status).toBe('COMPLETED');
  expect((await handOff(id)).codes).toEqual(['CONVERSATION_ENDED']);
});

test('only a person with the scope takes over; and they speak only as themselves', async () => {
  const { id } = await open();
  for (const act of [
    () => handOff(id, unit('ana')),
    () => reply(id, 'x', 'x', unit('ana')),
    () => handBack(id, {}, unit('ana')),
  ])
    expect((await act()).codes).toEqual(['FORBIDDEN']);
  const both: Caller = { subject: 'desk', scopes: ['agent', 'converse'] };
  expect((await story.send(id, 'As the user', 'x', both)).codes).toEqual(['CONVERSATION_NOT_FOUND']);
  expect((await story.follow(id, null, agent)).events).toBeDefined();
});

test('messages are paged through one by one, also past what a person said', async () => {
  const { id } = await open({ experiment: null, flow: 'desk' });
  await story.send(id, 'My lamp');
  await reply(id, 'Which lamp?');
  await reply(id, 'A red one?');
  const page = async (after: string | null) =>
    (
      await story.ask(
        `query ($id: ID!, $after: String) { conversation(id: $id) { messages(first: 1, after: $after) {
          edges { node { role text } } pageInfo { hasNextPage endCursor } } } }`,
        { id, after },
        agent,
      )
    ).data.conversation.messages;
  const roles: string[] = [];
  for (let after: string | null = null, more = true; more; ) {
    const { edges, pageInfo } = await page(after);
    roles.push(edges[0].node.role);
    after = pageInfo.endCursor;
    more = pageInfo.hasNextPage;
  }
  expect(roles).toEqual(['ASSISTANT', 'USER', 'ASSISTANT', 'AGENT', 'AGENT']);
});

test('the same hand-back again does nothing: neither after its flow has gone on, nor once it is handed off again', async () => {
  const { id } = await open();
  await story.send(id, 'The lamp');
  const ended = (await handBack(id, { solved: true }, agent, 'back-1')).data.handBack;
  expect(ended).toMatchObject({ status: 'COMPLETED', outcome: 'solved' });
  expect((await handBack(id, { solved: true }, agent, 'back-1')).data.handBack).toEqual(ended);
  expect((await handBack(id, { solved: true }, agent, 'back-2')).codes).toEqual(['CONVERSATION_ENDED']);

  const plain = (await open({})).id;
  await handOff(plain);
  const twice = await Promise.all([1, 2].map(() => handBack(plain, {}, agent, 'back-1')));
  for (const { data } of twice) expect(data.handBack.status).toBe('ACTIVE');
  await handOff(plain);
  expect((await handBack(plain, {}, agent, 'back-1')).data.handBack.status).toBe('HANDED_OFF');
  expect((await handBack(plain, {}, agent, 'back-2')).data.handBack.status).toBe('ACTIVE');
  const facts = (await story.facts(plain)).filter(({ type }) => type === 'conversation_handed_back');
  expect(facts).toHaveLength(2);
});

test('a hand-back that failed may be sent again under its id', async () => {
  const say = '{% if slots.solved %}Glad to help.{% else %}{{ slots.trouble.by.whom }}{% endif %}';
  const { states, ...rest } = helpDesk;
  await publishFlow(story.store, 'picky', [
    { definition: { ...rest, states: { ...states, sorry: { final: 'no', say } } } },
  ]);
  const { id } = await open({ experiment: null, flow: 'picky' });
  await story.send(id, 'The lamp');
  expect((await handBack(id, { solved: false }, agent, 'back-1')).codes).toEqual(['HAND_BACK_FAILED']);
  expect(await read(id)).toMatchObject({ status: 'HANDED_OFF' });
  expect((await handBack(id, { solved: true }, agent, 'back-1')).data.handBack).toMatchObject({ outcome: 'solved' });
});
