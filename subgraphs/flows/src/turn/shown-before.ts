import { cursorOf, type Store, terminal } from '@trialogue/store';
import { asJson, type FlowEntry } from '../stream/entry';
import { areDone } from './turn-ledger';

const withinMs = 2_000;

/**
 * Ends an attempt at a turn in the stream, so that whoever was thought dead shows nothing more of it, and finds out
 * whether all that it has shown comes out the same again. That a tool has answered need not: it says no more than what is
 * recorded. False also when it cannot be found out.
 */
export async function comesOutTheSame(store: Store, conversation: string, fence: number): Promise<boolean> {
  await store.streams.append(conversation, fence, terminal, [asJson({ type: 'turn_ended' })]); // false: it is there
  const limit = AbortSignal.timeout(withinMs);
  const by = new Set<string>();
  for await (const event of store.streams.read(conversation, cursorOf(fence, 0), limit)) {
    if ('reset' in event) return false;
    if (event.cursor === cursorOf(fence, terminal)) return areDone(store.sql, conversation, [...by]);
    const entry = event.entry as unknown as FlowEntry;
    if (entry.type === 'message_started' || entry.type === 'tool_answered') continue;
    const answers = 'by' in entry ? entry.by : undefined;
    if (answers === undefined) return false;
    if (answers !== byFlow) by.add(answers);
  }
  return false;
}

/** Of an entry that the conversation's flow makes by itself. */
export const byFlow = 'flow';
