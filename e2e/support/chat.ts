import type { Client } from 'graphql-ws';
import type { Asked } from './product';
import { patienceMs } from './until';

export const streamDocument = `subscription Stream($conversation: ID!, $after: String) {
  messageStream(conversation: $conversation, after: $after) {
    __typename cursor
    ... on MessageStarted { message { id } inReplyTo { text } }
    ... on MessageDelta { messageId text }
    ... on StateEntered { state }
    ... on MessageCompleted { message { id text status arm standIn model } }
    ... on MessageFailed { messageId code }
    ... on ConversationEnded { status outcome }
  }
}`;

export interface StreamEvent {
  readonly __typename: string;
  readonly cursor: string;
  readonly text?: string;
  readonly code?: string;
  readonly messageId?: string;
  readonly state?: string;
  readonly message?: { id: string; text: string; status: string; arm: string; standIn: boolean; model: string };
}

const conversationFields =
  'id unit status outcome state slots arm cursor turnCount variant { experimentKey key } messages { edges { node { role text status } } }';

export const start = async (product: Asked, unit: string, more: object = {}, headers = {}) =>
  (
    await product.ask(
      `mutation($input: StartConversationInput!) { startConversation(input: $input) { ${conversationFields} } }`,
      { input: { experiment: 'meal_planning_style', unit, ...more } },
      headers,
    )
  ).startConversation;

export const read = async (product: Asked, id: string, headers = {}) =>
  (await product.ask(`query($id: ID!) { conversation(id: $id) { ${conversationFields} } }`, { id }, headers))
    .conversation;

export const sendDocument = `mutation($input: SendMessageInput!) {
  sendMessage(input: $input) { number status question { text } answer { id text status standIn model } failure { code message } }
}`;

export const say = async (
  product: Asked,
  conversation: string,
  text: string,
  clientMessageId = `m-${text}`,
  headers = {},
) => (await product.ask(sendDocument, { input: { conversation, text, clientMessageId } }, headers)).sendMessage;

/** Events of a conversation from a cursor on, until one of the wanted type has come. */
export async function follow(
  client: Client,
  conversation: string,
  until: string,
  after?: string,
): Promise<StreamEvent[]> {
  const seen: StreamEvent[] = [];
  const events = client.iterate<{ messageStream: StreamEvent }>({
    query: streamDocument,
    variables: { conversation, after },
  });
  const impatience = setTimeout(() => void events.return?.(), patienceMs);
  try {
    for await (const { data, errors } of events) {
      if (errors) throw new Error(JSON.stringify(errors));
      seen.push(data!.messageStream);
      if (data!.messageStream.__typename === until) return seen;
    }
  } finally {
    clearTimeout(impatience);
  }
  throw new Error(`the stream ended, or ${patienceMs} ms were over, without ${until}: ${JSON.stringify(seen)}`);
}

export const textOf = (events: readonly StreamEvent[]) =>
  events
    .filter((event) => event.__typename === 'MessageDelta')
    .map((event) => event.text)
    .join('');
