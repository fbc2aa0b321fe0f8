import { DomainError } from '@trialogue/errors';
import { isStoreUnavailable, type Store } from '@trialogue/store';

const positionForm = /^\d{1,15}-\d{1,15}$/;

export interface Watched<Update> {
  readonly releases: Pick<Store['releases'], 'changedSince' | 'position' | 'onHead' | 'refresh'>;
  /** Of the heads. */
  readonly kind: string;
  /** Whether a subscriber is to hear of the head with this key. */
  wanted(key: string): boolean;
  /** What there is, or what has changed since a position; undefined: nothing has that is wanted. */
  since(position: string | undefined): Update | undefined;
}

/**
 * At once what there is, or what has changed since `after`; then what changes. A subscriber is a position and nothing
 * more: what changes while it does not ask is one answer when it does. Throws CURSOR_INVALID.
 */
export async function headChanges<Update>(
  { releases, kind, wanted, since }: Watched<Update>,
  after: string | undefined,
  signal: AbortSignal,
): Promise<AsyncIterableIterator<Update>> {
  if (after !== undefined) await reach(releases, kind, after);
  let position = after;
  let wake = () => {};
  let moved = true;
  let over = signal.aborted;
  const stopListening = releases.onHead(kind, (key) => {
    moved ||= wanted(key);
    if (moved) wake();
  });
  const end = () => {
    over = true;
    stopListening();
    wake();
  };
  signal.addEventListener('abort', end, { once: true });
  if (over) stopListening();

  const iterator: AsyncIterableIterator<Update> = {
    [Symbol.asyncIterator]: () => iterator,
    next: async () => {
      while (!over) {
        if (moved) {
          moved = false;
          const news = since(position);
          position = releases.position;
          if (news) return { done: false, value: news };
        }
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return { done: true, value: undefined };
    },
    return: async () => {
      signal.removeEventListener('abort', end);
      end();
      return { done: true, value: undefined };
    },
  };
  return iterator;
}

/** Whoever comes from another process may know more than this one does yet. */
async function reach(releases: Watched<unknown>['releases'], kind: string, after: string): Promise<void> {
  if (!positionForm.test(after)) throw new DomainError('CURSOR_INVALID', { cursor: after });
  if (releases.changedSince(kind, after)) return;
  await releases.refresh().catch((error) => {
    if (!isStoreUnavailable(error)) throw error;
  });
}
