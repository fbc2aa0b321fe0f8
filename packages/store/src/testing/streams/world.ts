import type { Store } from '../../store';
import type { StreamBackend } from '../../streams/backend';
import { terminal } from '../../streams/cursor';
import type { StreamEvent } from '../../streams/reading';

/** A backend under the contract tests. */
export interface StreamsWorld {
  /** The writer, and another process that reads. */
  readonly store: Store;
  readonly elsewhere: Store;
  /** Another process. */
  open(): Promise<Store>;
  /** The bare backend of a process of its own. */
  backend(): Promise<StreamBackend>;
  /** The entries up to this id are past their time; answers how many there were. */
  forget(conversation: string, fence: number, n: number): Promise<number>;
  /** How many connections listen, and how many should while one of the two processes has readers. */
  readonly listeners: number;
  listening(): Promise<number>;
  close(): Promise<void>;
}

export const delta = (text: string) => ({ type: 'delta', text });
export const ended = { type: 'ended' };

/** `cursor text`, or `cursor RESET`. */
export function say(event: StreamEvent): string {
  return `${event.cursor} ${'reset' in event ? 'RESET' : (event.entry.text ?? event.entry.type)}`;
}

export async function take(stream: AsyncIterator<StreamEvent>, count: number): Promise<string[]> {
  const taken: string[] = [];
  for (let n = 0; n < count; n++) {
    const { done, value } = await stream.next();
    if (done) break;
    taken.push(say(value));
  }
  return taken;
}

/** Two whole turns: 1-1, 1-2, 1-3, 1-MAX, 2-1, 2-2, 2-MAX. */
export async function twoTurns({ streams }: Store, conversation: string): Promise<string[]> {
  await streams.append(conversation, 1, 1, ['a', 'b', 'c'].map(delta));
  await streams.append(conversation, 1, terminal, [ended]);
  await streams.append(conversation, 2, 1, [delta('d')]);
  await streams.append(conversation, 2, 2, [delta('e')]);
  await streams.append(conversation, 2, terminal, [ended]);
  return ['1-1 a', '1-2 b', '1-3 c', `1-${terminal} ended`, '2-1 d', '2-2 e', `2-${terminal} ended`];
}
