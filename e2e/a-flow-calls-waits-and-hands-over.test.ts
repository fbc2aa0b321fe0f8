import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { follow, read, say, start, textOf } from './support/chat';
import { rows } from './support/database';
import { makeProject, repository, startProduct } from './support/product';
import { until } from './support/until';

const order = `
initial: dish
slots:
  dish: { schema: { type: string, maxLength: 100 } }
states:
  dish: { collect: dish, ask: What did you have?, next: known }
  known: { final: known }
`;

const service = `
initial: ask
slots:
  dish: { schema: { type: string, maxLength: 100 } }
  advice: { schema: { type: string, maxLength: 1000 } }
  rating: { schema: { type: integer, minimum: 1, maximum: 5 } }
states:
  ask:
    flow: order
    save: { dish: result.dish }
    next: [{ when: outcome == "known" && has(slots.dish), to: advise }, { to: done }]
  advise:
    call:
      strategy: prompt_template
      config: { prompt_version_id: meal_planning_assistant@production }
      input: { text: slots.dish }
    save: { advice: result.text }
    next: tell
    failed: person
  tell: { say: 'About {{ slots.dish }}: {{ slots.advice }}', next: rate }
  rate:
    collect: rating
    ask: How was it, from 1 to 5?
    next: done
    after: { PT3S: person }
  person:
    handoff: { to: kitchen, reason: 'No word about {{ slots.dish }}' }
    say: I call the cook.
    save: { rating: result.rating }
    next: done
    after: { P1D: done }
  done: { final: rated, say: 'Noted: {{ slots.rating|default("nothing") }}.' }
`;

function projectWithService(): string {
  const root = makeProject();
  mkdirSync(path.join(root, 'flows'), { recursive: true });
  for (const [name, flow] of Object.entries({ order, service }))
    writeFileSync(path.join(root, `flows/${name}.yml`), flow);
  const entry = (name: string) =>
    `{ name: ${name}, versions: [{ version: 1, file: flows/${name}.yml, status: active }] }`;
  writeFileSync(path.join(root, 'config/flows.yml'), `flows: [${entry('order')}, ${entry('service')}]`);
  return root;
}

test('it plays another flow and calls in mid-turn; its timer rings after a kill -9 with nobody connected; a person takes over and gives back', async () => {
  const product = await startProduct({}, projectWithService());
  const conversation = await start(product, 'ana', { experiment: null, flow: 'service' });
  expect(conversation).toMatchObject({ state: 'ask', slots: {} });
  const streaming = follow(product.socket(), conversation.id, 'MessageCompleted', conversation.cursor);
  const advised = await say(product, conversation.id, 'Soup');
  const events = await streaming;
  expect(textOf(events)).toBe(advised.answer.text);
  expect(advised.answer.text).toMatch(/^About Soup: .+\n\nHow was it, from 1 to 5\?$/s);
  expect(events.flatMap(({ state }) => state ?? [])).toEqual(['known', 'advise', 'tell', 'rate']);
  await product.end('SIGKILL');

  const next = await startProduct({ DATABASE_URL: product.databaseUrl }, product.root);
  const row = async () =>
    (await rows(next.databaseUrl, 'select status, handoff from exp.conversations where id = $1', [conversation.id]))[0];
  await until(async () => (await row()).status === 'HANDED_OFF');
  expect((await row()).handoff).toEqual({ to: 'kitchen', reason: 'No word about Soup' });
  const { cursor, messages } = await read(next, conversation.id);
  expect(messages.edges.at(-1).node).toMatchObject({ role: 'ASSISTANT', text: 'I call the cook.' });

  const ending = follow(next.socket(), conversation.id, 'ConversationEnded', cursor);
  expect(await say(next, conversation.id, 'Too salty')).toMatchObject({ status: 'COMPLETED', answer: null });
  const id = conversation.id;
  await next.ask(
    `mutation ($id: ID!) { replyAsAgent(input: { conversation: $id, text: "I am sorry.", clientMessageId: "1" }) { id } }`,
    { id },
  );
  await next.ask(`mutation ($id: ID!) { handBack(conversation: $id, data: { rating: 2 }) { status } }`, { id });
  const last = (await ending).map(({ __typename, message }) => message?.text || __typename);
  expect(last.filter((kind) => !/Delta|State|Started/.test(kind))).toEqual([
    ...['Too salty', 'I am sorry.', 'ConversationHandedBack', 'Noted: 2.', 'ConversationEnded'],
  ]);
  expect(await read(next, id)).toMatchObject({
    status: 'COMPLETED',
    outcome: 'rated',
    slots: { dish: 'Soup', rating: 2 },
  });
  const facts = await rows(
    next.databaseUrl,
    `select type, data->>'strategy' as strategy from exp.events
     where data->>'conversation' = $1 and type ~ 'execution|handed|flow_' order by xid, seq`,
    [id],
  );
  expect(facts).toEqual([
    { type: 'execution_completed', strategy: 'prompt_template' },
    { type: 'conversation_handed_off', strategy: null },
    { type: 'conversation_handed_back', strategy: null },
    { type: 'flow_completed', strategy: null },
  ]);
});

test('the example of a support: it finds out who writes, reads JSON out of what they want, and waits for their parcel', async () => {
  const root = makeProject();
  const list = 'config/flows.example.yml';
  cpSync(path.join(repository, list), path.join(root, list)); // with the large one
  const product = await startProduct({}, root);
  const { id, messages, cursor } = await start(product, 'ana', { experiment: null, flow: 'customer_support' });
  expect(messages.edges[0].node.text).toMatch(/What is the number of your order\?/);
  expect((await say(product, id, 'When are you open?')).answer.text).toMatch(
    /^People answer Monday .+\n\nWhat is the number of your order\?/,
  );
  await say(product, id, 'It is NW-123456');
  expect((await say(product, id, 'ana@example.com')).answer.text).toMatch(/What can I do for you\?$/);
  expect(await read(product, id)).toMatchObject({ state: 'triage', slots: { order_number: 'NW-123456' } });

  const before = (await read(product, id)).cursor;
  const streaming = follow(product.socket(), id, 'MessageCompleted', before);
  const label = await say(product, id, 'I want to return the tent');
  expect(label.answer.text).toMatch(/The label is on its way to ana@example.com\.$/);
  expect(textOf(await streaming)).toBe(label.answer.text);
  const structured = await product.ask(
    'query ($id: ID!) { conversation(id: $id) { messages { edges { node { structured } } } } }',
    { id },
  );
  expect(structured.conversation.messages.edges.at(-1).node.structured).toEqual({ topic: 'return', urgent: false });
  expect((await say(product, id, 'And now?')).answer.text).toMatch(/has not arrived yet/);

  const sendEvent = `mutation ($id: ID!) { sendEvent(input: { conversation: $id, name: "parcel_received", eventId: "p-1" }) {
    taken answer { text } conversation { status outcome } } }`;
  const received = (await product.ask(sendEvent, { id })).sendEvent;
  expect(received).toMatchObject({
    taken: true,
    answer: { text: expect.stringMatching(/^Your parcel is here/) },
    conversation: { status: 'COMPLETED', outcome: 'completed' },
  });
  expect((await product.ask(sendEvent, { id })).sendEvent).toEqual(received);
  expect((await follow(product.socket(), id, 'ConversationEnded', cursor)).at(-1)).toMatchObject({
    outcome: 'completed',
  });
});
