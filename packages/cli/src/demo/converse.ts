import { randomUUID } from 'node:crypto';
import { type Act, refused } from './act';
import type { GraphClient } from './graph-client';

const startDocument = `mutation($input: StartConversationInput!) {
  startConversation(input: $input) { id cursor variant { key } }
}`;
const sendDocument = `mutation($input: SendMessageInput!) {
  sendMessage(input: $input) { status conversation { status } answer { text standIn } failure { code message } }
}`;
const streamDocument = `subscription($conversation: ID!, $after: String) {
  messageStream(conversation: $conversation, after: $after) { __typename ... on MessageDelta { text } }
}`;
const over = new Set(['MessageCompleted', 'MessageFailed', 'ConversationEnded']);

/**
 * One conversation of a unit under an experiment: says the texts one after the other, until one fails or the conversation has ended.
 *
 * @param listen hears the first answer word by word, as it arrives
 */
export async function converse(
  graph: GraphClient,
  experiment: string,
  unit: string,
  texts: readonly string[],
  listen?: (text: string) => void,
): Promise<Act[]> {
  const acts: Act[] = [];
  try {
    const { id, cursor, variant } = (await graph.ask(startDocument, { input: { experiment, unit } })).startConversation;
    for (const [place, text] of texts.entries()) {
      const heard = place === 0 && listen ? hear(graph, id, cursor, listen) : undefined;
      const input = { conversation: id, text, clientMessageId: randomUUID() };
      const [turn] = await Promise.all([graph.ask(sendDocument, { input }), heard]);
      const { status, conversation, answer, failure } = turn.sendMessage;
      acts.push({ experiment, variant: variant?.key, standIn: answer?.standIn, failure: failureOf(status, failure) });
      if (status !== 'COMPLETED' || conversation.status !== 'ACTIVE') break;
    }
  } catch (error) {
    acts.push(refused(experiment, error));
  }
  return acts;
}

const hear = (graph: GraphClient, conversation: string, after: string, listen: (text: string) => void) =>
  graph.follow(streamDocument, { conversation, after }, ({ messageStream }) => {
    if (messageStream.text) listen(messageStream.text);
    return over.has(messageStream.__typename);
  });

const failureOf = (status: string, failure: Act['failure'] | null): Act['failure'] =>
  status === 'COMPLETED' ? undefined : (failure ?? { code: status, message: 'The turn did not complete.' });
