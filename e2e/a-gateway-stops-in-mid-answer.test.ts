import { say, start } from './support/chat';
import { askAt, Deployment, services } from './support/deployment';
import { fakeAnthropic } from './support/fake-anthropic';
import { askUntilAnswered } from './support/good-client';
import { makeProject, testDatabase } from './support/product';
import { until } from './support/until';

const anthropic = fakeAnthropic();

/** A chat's answer, as it comes, and how it ended. */
function hear(response: Response) {
  const heard: { text: string; end?: 'whole' | 'broken'; endedAt?: number } = { text: '' };
  const read = async () => {
    const decoder = new TextDecoder();
    for await (const bytes of response.body!) heard.text += decoder.decode(bytes, { stream: true });
  };
  read().then(
    () => Object.assign(heard, { end: 'whole', endedAt: performance.now() }),
    () => Object.assign(heard, { end: 'broken', endedAt: performance.now() }),
  );
  return heard;
}

test('chats are broken off at once, while what else was asked is waited for, and go on at another gateway', async () => {
  const { url } = await testDatabase();
  const deployment = new Deployment(makeProject(), { DATABASE_URL: url, ...anthropic.env });
  const product = { ask: (query: string, variables: object = {}) => askUntilAnswered(deployment, query, variables) };
  try {
    for (const service of services) deployment.start(service);
    deployment.start('gateway', 2);
    await deployment.ready();
    await deployment.apply();
    const [first, second] = deployment.gateways;
    const chatting = await start(product, 'anna');
    const asking = await start(product, 'berta');

    const inChat = anthropic.holdNext();
    const messages = [{ id: 'q-1', role: 'user', parts: [{ type: 'text', text: 'What can I cook?' }] }];
    const chat = hear(
      await fetch(`${first}/chat/${chatting.id}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ messages }),
      }),
    );
    await until(() => chat.text.includes('Chickpeas'));
    anthropic.holdNext();
    const there = { ask: async (query: string, variables?: object) => (await askAt(first!, query, variables)).data };
    say(there, asking.id, 'And for dessert?').catch(() => undefined); // the gateway waits for it as long as it may
    await until(async () => {
      const query = 'query ($id: ID!) { conversation(id: $id) { answering } }';
      return (await product.ask(query, { id: asking.id })).conversation.answering;
    });

    const toldAt = performance.now();
    await deployment.kill('gateway', 1, 'SIGTERM');
    const tookMs = performance.now() - toldAt;
    expect([chat.end, chat.text]).toEqual(['broken', expect.not.stringContaining('[DONE]')]);
    expect(chat.endedAt! - toldAt).toBeLessThan(tookMs / 2);

    const again = hear(await fetch(`${second}/chat/${chatting.id}/stream`));
    await until(() => again.text.includes('Chickpeas'));
    inChat.release();
    await until(() => again.end !== undefined);
    expect([again.end, again.text]).toEqual(['whole', expect.stringContaining('[DONE]')]);
  } finally {
    await deployment.end();
  }
});
