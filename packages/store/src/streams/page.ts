import type { Entry, StreamBackend } from './backend';
import { compare, follows, type Position, terminal } from './cursor';

/** What a reader at a position finds: the next entries and the id of the stream's last one, or that it must begin anew. */
export type Page =
  | { readonly entries: readonly Entry[]; readonly last: Position }
  /** The stream does not go on from there. `resumeAt` is where a snapshot of the conversation's messages leaves off. */
  | { readonly resumeAt: Position };

/**
 * The entries after a position, a page of them at most.
 *
 * @param check whether an entry must follow the one at `position`. Not so at the beginning of what is held, and not
 *   after a reset.
 */
export async function readPage(
  backend: StreamBackend,
  conversation: string,
  position: Position,
  check: boolean,
  everywhere: boolean,
): Promise<Page> {
  const { entries, last, trimmed } = await backend.held(conversation, position, everywhere);
  if (compare(position, last) > 0 || (check && compare(position, trimmed) < 0))
    return { resumeAt: await resumePoint(backend, conversation, last) };
  const [first] = entries;
  if (!first) return { entries, last };
  if (check && !comesNext(position, first)) return { resumeAt: { fence: first.fence, n: first.n - 1 } };
  const gap = entries.findIndex((entry, index) => index > 0 && !comesNext(entries[index - 1]!, entry));
  return { entries: gap < 0 ? entries : entries.slice(0, gap), last };
}

/** Who ends a turn may say in `last` how far it had come, for else nobody could tell that its last entries are lost. */
function comesNext(before: Position, entry: Entry): boolean {
  const last = entry.n === terminal ? (JSON.parse(entry.entry) as { last?: number }).last : undefined;
  return follows(before, entry, last);
}

/**
 * A finished turn is in the snapshot of the messages: the reader goes on after it. A turn under way is not, so it is
 * replayed from its first entry that is still held.
 */
async function resumePoint(backend: StreamBackend, conversation: string, last: Position): Promise<Position> {
  if (last.n === terminal) return last;
  const first = await backend.firstOf(conversation, last.fence);
  return first ? { fence: first.fence, n: first.n - 1 } : last;
}
