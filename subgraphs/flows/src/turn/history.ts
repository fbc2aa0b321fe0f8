import type { Message as PromptMessage } from '@trialogue/plugin-api';
import type { Sql, Store } from '@trialogue/store';
import type { Message } from '../message.entity';
import type { AcceptedTurn } from './accept';

/** A type, not an interface, so that it is an object of JSON. */
type Said = { role: string; text: string };

const longest = 50;

/**
 * What was said before this turn, oldest first: at most the last 50 messages, from the user's of a turn on. Taken from
 * the session when that is at the version which Accept has found, else from the rows.
 */
export async function historyOf(store: Store, turn: AcceptedTurn): Promise<PromptMessage[]> {
  const { id, version } = turn.conversation;
  const known = (await store.sessions.recent(id, version)) as Said[] | undefined;
  const said = known ?? (await saidBefore(store.sql, turn));
  if (!known) void store.sessions.keep(id, version, said, longest);
  const first = said.findIndex(({ role }) => role === 'USER');
  return (first === -1 ? [] : said.slice(first)).map(({ role, text }) => ({
    role: role === 'USER' ? 'user' : 'assistant',
    parts: [{ type: 'text', text }],
  }));
}

/** After Finish, which has moved the conversation to its next version: the session has what the turn added. */
export function addToHistory(
  store: Store,
  { conversation, question }: AcceptedTurn,
  answer: Message | undefined,
): void {
  const said = [...(question ? [question] : []), ...(answer ? [answer] : [])].filter(({ text }) => text !== '');
  const items = said.map(({ role, text }): Said => ({ role, text }));
  void store.sessions.extend(conversation.id, conversation.version, items, longest);
}

async function saidBefore(sql: Sql, { conversation, number }: AcceptedTurn): Promise<Said[]> {
  const { rows } = await sql<Said>(
    `select role, text from exp.messages where conversation = $1 and turn < $2 and text <> ''
     order by turn desc, role limit ${longest}`,
    [conversation.id, number],
  );
  return rows.reverse();
}
