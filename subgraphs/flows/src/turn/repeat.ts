import { canonicalJson } from '@trialogue/canonical-json';
import { DomainError } from '@trialogue/errors';
import type { Store } from '@trialogue/store';
import type { Turn } from '../turn.entity';
import { terminalCursor } from './close';
import { numberedTurn, questionText } from './find-turn';

/**
 * What a repeated `sendMessage` gets: the turn that the first one began. One that still runs, in whichever process, is
 * waited for through the stream, for `ms` at most. Throws BAD_USER_INPUT when the text is another.
 */
export async function repeatTurn(store: Store, turn: Turn, text: string, ms: number): Promise<Turn> {
  if ((await questionText(store.sql, turn)) !== text) throw usedForAnother(turn.clientMessageId!);
  return endOfTurn(store, turn, ms);
}

/** The same for a repeated `sendEvent`. Throws BAD_USER_INPUT when the event is another. */
export async function repeatEvent(store: Store, turn: Turn, event: object, ms: number): Promise<Turn> {
  const { rows } = await store.sql<{ event: object | null }>(
    'select event from exp.turns where conversation = $1 and number = $2',
    [turn.conversationId, turn.number],
  );
  const before = rows[0]?.event; // of a turn of an earlier version nothing is known
  if (before && canonicalJson(before as never) !== canonicalJson(event as never)) {
    const problem = `The eventId ${turn.clientMessageId} was used for another event in this conversation.`;
    throw new DomainError('BAD_USER_INPUT', { problem });
  }
  return endOfTurn(store, turn, ms);
}

export function usedForAnother(clientMessageId: string): DomainError {
  const problem = `The clientMessageId ${clientMessageId} was used for another text in this conversation.`;
  return new DomainError('BAD_USER_INPUT', { problem });
}

/**
 * The turn once it has ended; one that still runs, in whichever process, is waited for through the stream, for `ms` at
 * most, and not longer than the signal lets.
 */
export async function endOfTurn(store: Store, turn: Turn, ms: number, signal?: AbortSignal): Promise<Turn> {
  if (turn.status !== 'RUNNING') return turn;
  const { conversationId, number } = turn;
  const latest = async () => (await numberedTurn(store.sql, conversationId, number)) ?? turn;
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(), ms);
  const limit = signal ? AbortSignal.any([signal, over.signal]) : over.signal;
  try {
    // A turn's end is in its row before, or together with, being in the stream: whoever reads first and looks then misses none.
    const reading = store.streams.read(conversationId, await store.streams.position(conversationId), limit);
    let now = await latest();
    while (now.status === 'RUNNING') {
      const next = await reading.next();
      if (next.done) break;
      if ('reset' in next.value || next.value.cursor === terminalCursor(now)) now = await latest();
    }
    return await latest();
  } finally {
    clearTimeout(timer);
    over.abort();
  }
}
