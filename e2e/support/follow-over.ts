import { type StreamEvent, streamDocument } from './chat';
import { patienceMs } from './until';
import type { Connection } from './ways';

/** Events of a conversation from a cursor on, over any door, until it has seen enough of them; then it hangs up. */
export async function followOver(
  connection: Connection,
  conversation: string,
  after: string | null,
  isEnough: (events: readonly StreamEvent[]) => boolean,
): Promise<StreamEvent[]> {
  const seen: StreamEvent[] = [];
  const impatience = setTimeout(() => connection.cut(), patienceMs);
  try {
    for await (const { data, errors } of connection.iterate(streamDocument, { conversation, after })) {
      if (errors) throw new Error(JSON.stringify(errors));
      seen.push(data.messageStream);
      if (isEnough(seen)) return seen;
    }
  } finally {
    clearTimeout(impatience);
    connection.cut();
  }
  throw new Error(`the stream ended, or ${patienceMs} ms were over, with ${JSON.stringify(seen)}`);
}

export const isEnd = ({ __typename }: StreamEvent): boolean => /^Message(Completed|Failed)$/.test(__typename);

/** Whether so many turns have ended in it. */
export const hasEnds =
  (count: number) =>
  (events: readonly StreamEvent[]): boolean =>
    events.filter(isEnd).length === count;
