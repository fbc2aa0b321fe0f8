import { createClient } from 'graphql-sse';
import { type StreamEvent, say, start, streamDocument, textOf } from './support/chat';
import { fakeAnthropic } from './support/fake-anthropic';
import { startProduct } from './support/product';

const anthropic = fakeAnthropic();

test('a conversation is followed over server-sent events, and gone on with from a cursor', async () => {
  const product = await startProduct(anthropic.env);
  const conversation = await start(product, 'anna');
  const client = createClient({ url: `${product.url}/graphql/stream`, retryAttempts: 0 });

  async function follow(until: string, after: string): Promise<StreamEvent[]> {
    const events: StreamEvent[] = [];
    const variables = { conversation: conversation.id, after };
    for await (const { data } of client.iterate<any>({ query: streamDocument, variables })) {
      events.push(data!.messageStream);
      if (events.at(-1)!.__typename === until) break;
    }
    return events;
  }

  const held = anthropic.holdNext();
  const watching = follow('MessageDelta', conversation.cursor);
  const turn = say(product, conversation.id, 'What can I cook with chickpeas?');
  const begun = await watching;
  const rest = follow('MessageCompleted', begun.at(-1)!.cursor);
  held.release();
  expect((await turn).answer.text).toBe(held.text);
  expect(textOf([...begun, ...(await rest)])).toBe(held.text);
  client.dispose();
});
