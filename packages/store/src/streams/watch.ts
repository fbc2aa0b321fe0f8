import type { Logger } from '../logger';
import type { Entry, StreamBackend } from './backend';
import { beginning, compare, type Position } from './cursor';

/** Someone who has read all there was and waits for more. */
export interface Waiting {
  readonly conversation: string;
  readonly position: Position;
  /** These were appended just now, one after the other. False: it does not take them. */
  offer(entries: readonly Entry[]): boolean;
  /** There may be more to read; `everywhere`: where it is looked for only on demand. */
  wake(everywhere: boolean): void;
}

const pollMs = 1_000;

/**
 * Wakes readers: by hints, and by one poll a second for all that wait in this process, however many they are. Whoever is
 * woken looks; waking once too often does no harm.
 */
export class StreamWatch {
  readonly #waiting = new Map<string, Set<Waiting>>();
  readonly #stopListening: readonly (() => void)[];
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(
    private readonly backend: Pick<StreamBackend, 'heads' | 'hints'>,
    private readonly logger: Logger,
  ) {
    this.#stopListening = [
      backend.hints.on((conversation, everywhere) => this.#wake(conversation, everywhere)),
      backend.hints.onConnected(() => void this.#poll()),
    ];
  }

  add(reader: Waiting): void {
    const readers = this.#waiting.get(reader.conversation);
    if (readers) readers.add(reader);
    else {
      this.#waiting.set(reader.conversation, new Set([reader]));
      this.backend.hints.follow(reader.conversation);
    }
    this.#timer ??= setTimeout(() => void this.#poll(), pollMs);
  }

  remove(reader: Waiting): void {
    const readers = this.#waiting.get(reader.conversation);
    if (!readers?.delete(reader) || readers.size > 0) return;
    this.#waiting.delete(reader.conversation);
    this.backend.hints.unfollow(reader.conversation);
  }

  /** Hands entries that were appended here to the readers here, so that they need not look for them. */
  deliver(conversation: string, entries: readonly Entry[]): void {
    for (const reader of [...(this.#waiting.get(conversation) ?? [])]) if (!reader.offer(entries)) reader.wake(true);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    for (const stop of this.#stopListening) stop();
  }

  #wake(conversation: string, everywhere: boolean): void {
    for (const reader of [...(this.#waiting.get(conversation) ?? [])]) reader.wake(everywhere);
  }

  async #poll(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    try {
      if (this.#waiting.size > 0) await this.#wakeThoseElsewhere([...this.#waiting.keys()]);
    } catch (error) {
      this.logger.debug({ err: error }, 'Streams could not be polled.');
    }
    if (!this.#closed && this.#waiting.size > 0) this.#timer ??= setTimeout(() => void this.#poll(), pollMs);
  }

  /** Who is before its stream's last entry has more to read; who is behind it must be told that the stream was lost. */
  async #wakeThoseElsewhere(conversations: readonly string[]): Promise<void> {
    const { last, whole } = await this.backend.heads(conversations);
    for (const conversation of conversations) {
      const head = last.get(conversation) ?? beginning;
      for (const reader of [...(this.#waiting.get(conversation) ?? [])]) {
        const ahead = compare(reader.position, head);
        if (ahead < 0 || (ahead > 0 && whole)) reader.wake(true);
      }
    }
  }
}
