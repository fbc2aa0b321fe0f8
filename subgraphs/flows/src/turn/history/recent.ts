import type { Sql, Store } from '@trialogue/store';
import type { Message } from '../../message.entity';
import type { AcceptedTurn } from '../accept';
import { messageTokens } from './message-tokens';
import { mostMessages } from './policy';
import { newestWithin, type Said } from './window';

/**
 * What was said before this turn, oldest first: at most the last 50 messages, and of them, where `tokens` is told, those that
 * have so many, whole. Taken from the session when that is at the version which Accept has found, else from the rows.
 */
export async function recentBefore(store: Store, turn: AcceptedTurn, tokens = all): Promise<readonly Said[]> {
  const { id, version } = turn.conversation;
  const known = (await store.sessions.recent(id, version)) as Said[] | undefined;
  const said = known ?? (await saidBefore(store.sql, turn, tokens));
  if (!known) void store.sessions.keep(id, version, said, mostMessages);
  return newestWithin(said, tokens);
}

/** More than 50 messages have. */
const all = Number.MAX_SAFE_INTEGER;

/** After Finish, which has moved the conversation to its next version: the session has what the turn added. */
export function addToSession(
  store: Store,
  { conversation, question }: AcceptedTurn,
  answer: Message | undefined,
): void {
  const said = [...(question ? [question] : []), ...(answer ? [answer] : [])].map(saidIn).filter(isSaid);
  void store.sessions.extend(conversation.id, conversation.version, said, mostMessages);
}

/** What a message was, as text; of one that is nothing but an object, its JSON. */
function saidIn({ turn, role, text, structured }: Pick<Message, 'turn' | 'role' | 'text' | 'structured'>): Said {
  const whole = text === '' && structured !== null ? JSON.stringify(structured) : text;
  return { turn, role, text: whole, tokens: messageTokens(whole) };
}

const isSaid = ({ text }: Said) => text !== '';

/**
 * Reads no row behind the first that goes over the tokens, and 50 at most. Rows from before tokens were counted, and those
 * that are objects, are counted here.
 */
async function saidBefore(sql: Sql, { conversation, number }: AcceptedTurn, most: number): Promise<Said[]> {
  const { rows } = await sql<
    Pick<Message, 'turn' | 'role' | 'text' | 'structured'> & { readonly tokens: number | null }
  >(recentStatement, [conversation.id, number, most]);
  return rows
    .reverse()
    .map(({ tokens, ...message }) =>
      tokens === null || message.text === ''
        ? saidIn(message)
        : { turn: message.turn, role: message.role, text: message.text, tokens },
    );
}

export const recentStatement = {
  name: 'recent_messages',
  text: `
    select turn, role, text, structured, tokens from (
      select turn, role, text, structured, tokens,
        sum(coalesce(tokens, 0)) over (order by turn desc, role) - coalesce(tokens, 0) as newer
      from (
        select turn, role, text, case when text = '' then structured end as structured, tokens from exp.messages
        where conversation = $1 and turn < $2 and (text <> '' or structured is not null)
        order by turn desc, role limit ${mostMessages}) as latest) as counted
    where newer <= $3
    order by turn desc, role`,
};
