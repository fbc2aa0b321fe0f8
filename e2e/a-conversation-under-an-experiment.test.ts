import { follow, read, say, start, textOf } from './support/chat';
import { fakeAnthropic } from './support/fake-anthropic';
import { startProduct } from './support/product';

const anthropic = fakeAnthropic();

test('a unit always gets the same arm, sees the answer arrive, and reads it back after a restart', async () => {
  const product = await startProduct();
  const [first, again] = [await start(product, 'anna'), await start(product, 'anna')];
  expect(again.variant).toEqual(first.variant);
  expect(again.arm).toBe(first.arm);

  const watching = follow(product.socket(), first.id, 'MessageCompleted', first.cursor);
  const turn = await say(product, first.id, 'What can I cook with chickpeas?');
  const events = await watching;

  expect(events[0]).toMatchObject({
    __typename: 'MessageStarted',
    inReplyTo: { text: 'What can I cook with chickpeas?' },
  });
  expect(events.filter((event) => event.__typename === 'MessageDelta').length).toBeGreaterThan(1);
  expect(textOf(events)).toBe(turn.answer.text);
  expect(events.at(-1)!.message).toMatchObject({
    text: turn.answer.text,
    status: 'COMPLETED',
    arm: first.arm,
    standIn: true,
    model: 'scripted',
  });

  await product.end();
  const restarted = await startProduct({ DATABASE_URL: product.databaseUrl }, product.root);
  const { messages, turnCount } = await read(restarted, first.id);
  expect(turnCount).toBe(1);
  expect(messages.edges.map(({ node }: any) => [node.role, node.text])).toEqual([
    ['USER', 'What can I cook with chickpeas?'],
    ['ASSISTANT', turn.answer.text],
  ]);
});

test('both arms are served, and they answer differently', async () => {
  const product = await startProduct();
  const answers = new Map<string, string>();
  for (let unit = 0; answers.size < 2 && unit < 50; unit++) {
    const conversation = await start(product, `unit-${unit}`);
    if (!answers.has(conversation.variant.key))
      answers.set(conversation.variant.key, (await say(product, conversation.id, 'Plan my week, please')).answer.text);
  }
  expect([...answers.keys()].sort()).toEqual(['asks_first', 'control']);
  expect(new Set(answers.values()).size).toBe(2);
});

test('a stream resumes from every cursor, and a reload in mid-answer loses nothing', async () => {
  const product = await startProduct(anthropic.env);
  const conversation = await start(product, 'ben');
  const held = anthropic.holdNext();
  const whole = follow(product.socket(), conversation.id, 'MessageCompleted', conversation.cursor);
  const turn = say(product, conversation.id, 'Something quick for tonight');

  const cut = await follow(product.socket(), conversation.id, 'MessageDelta', conversation.cursor);
  const rest = follow(product.socket(), conversation.id, 'MessageCompleted', cut.at(-1)!.cursor);
  held.release();
  expect((await turn).answer.text).toBe(held.text);
  expect(textOf([...cut, ...(await rest)])).toBe(held.text);

  const events = await whole;
  for (const [index, { cursor }] of events.slice(0, -1).entries())
    expect(await follow(product.socket(), conversation.id, 'MessageCompleted', cursor)).toEqual(
      events.slice(index + 1),
    );
});

test('the same clientMessageId is answered once, and a second message while one is answered is told so', async () => {
  const product = await startProduct(anthropic.env);
  const conversation = await start(product, 'cleo');
  const [one, same] = await Promise.all([
    say(product, conversation.id, 'Hello', 'one'),
    say(product, conversation.id, 'Hello', 'one'),
  ]);
  expect(same).toEqual(one);
  expect((await read(product, conversation.id)).messages.edges).toHaveLength(2);

  const started = follow(
    product.socket(),
    conversation.id,
    'MessageDelta',
    (await read(product, conversation.id)).cursor,
  );
  anthropic.holdNext();
  const slow = say(product, conversation.id, 'Tell me more', 'two');
  await started;
  const { errors } = await product.graph(
    'mutation($id: ID!) { sendMessage(input: { conversation: $id, text: "Me too", clientMessageId: "three" }) { number } }',
    { id: conversation.id },
  );
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'CONVERSATION_BUSY', retryable: true });
  await product.ask('mutation($id: ID!) { cancelMessage(conversation: $id) { id } }', { id: conversation.id });
  expect((await slow).status).toBe('CANCELLED');
});
