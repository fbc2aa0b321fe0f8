import { comparePositions, cursorOf, parseCursor, type Store, terminal } from '@trialogue/store';
import { asJson, type FlowEntry } from '../stream/entry';
import { areDone } from './turn-ledger';

const withinMs = 2_000;

/** At one turn: their fences. */
export interface Attempts {
  readonly first: number;
  readonly last: number;
}

/** Ends the attempts at a turn in the stream, so that whoever was thought dead shows nothing more of it. */
export async function endAttempts(store: Store, conversation: string, { last }: Attempts): Promise<void> {
  await store.streams.append(conversation, last, terminal, [asJson({ type: 'turn_ended' })]); // false: it is there
}

/**
 * Whether all that the attempts at a turn have shown so far comes out the same again. That a tool has answered need not,
 * for it says no more than what is recorded, nor the space between two texts. False also when it cannot be found out.
 */
export async function comesOutTheSame(
  store: Store,
  conversation: string,
  { first }: Pick<Attempts, 'first'>,
): Promise<boolean> {
  const last = parseCursor((await store.streams.position(conversation)) ?? cursorOf(0, 0));
  if (last.fence < first) return true;
  const limit = AbortSignal.timeout(withinMs);
  const by = new Set<string>();
  for await (const event of store.streams.read(conversation, cursorOf(first, 0), limit)) {
    if ('reset' in event) return false;
    const entry = event.entry as unknown as FlowEntry;
    if (!saysNothing(entry)) {
      const answers = 'by' in entry ? entry.by : undefined;
      if (answers === undefined) return false;
      if (answers !== byFlow) by.add(answers);
    }
    if (comparePositions(parseCursor(event.cursor), last) >= 0) return areDone(store.sql, conversation, [...by]);
  }
  return false;
}

const saysNothing = (entry: FlowEntry): boolean =>
  entry.type === 'message_started' ||
  entry.type === 'turn_ended' ||
  entry.type === 'tool_answered' ||
  (entry.type === 'message_delta' && entry.text.trim() === '');

/** Of an entry that the conversation's flow makes by itself. */
export const byFlow = 'flow';
