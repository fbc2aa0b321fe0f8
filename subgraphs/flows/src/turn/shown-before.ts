import { cursorOf, type Store, terminal } from '@trialogue/store';
import { asJson, type FlowEntry } from '../stream/entry';
import { areDone } from './turn-ledger';

const withinMs = 2_000;

/** Their fences. */
export interface Attempts {
  readonly first: number;
  readonly last: number;
}

/**
 * Ends the attempts at a turn in the stream, so that whoever was thought dead shows nothing more of it, and finds out
 * whether all that they have shown comes out the same again. That a tool has answered need not, for it says no more than what
 * is recorded, nor the space between two texts. False also when it cannot be found out.
 */
export async function comesOutTheSame(store: Store, conversation: string, { first, last }: Attempts): Promise<boolean> {
  await store.streams.append(conversation, last, terminal, [asJson({ type: 'turn_ended' })]); // false: it is there
  const limit = AbortSignal.timeout(withinMs);
  const by = new Set<string>();
  for await (const event of store.streams.read(conversation, cursorOf(first, 0), limit)) {
    if ('reset' in event) return false;
    if (event.cursor === cursorOf(last, terminal)) return areDone(store.sql, conversation, [...by]);
    const entry = event.entry as unknown as FlowEntry;
    if (saysNothing(entry)) continue;
    const answers = 'by' in entry ? entry.by : undefined;
    if (answers === undefined) return false;
    if (answers !== byFlow) by.add(answers);
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
