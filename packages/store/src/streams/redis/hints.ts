import type { RedisLine } from '../../redis/line';
import type { StreamHints } from '../backend';
import { streamKey } from './entries';

const atOnce = 1_000;
const retryMs = 1_000;

/** Hears of appended entries over one connection of this process, however many conversations it follows. */
export class RedisHints implements StreamHints {
  /** Those that are followed, by their channels. */
  readonly #conversations = new Map<string, string>();
  /** Channels among them that are not subscribed to. */
  readonly #missing = new Set<string>();
  readonly #listeners = new Set<(conversation: string, everywhere: boolean) => void>();
  #subscribing = false;

  constructor(private readonly line: RedisLine) {
    const { listener } = line;
    listener.on('message', (channel: string, sender: string) => sender !== line.self && this.#tell(channel));
    listener.on('close', () => {
      for (const channel of this.#conversations.keys()) this.#missing.add(channel);
    });
    listener.on('ready', () => void this.#subscribe());
  }

  follow(conversation: string): void {
    const channel = streamKey(conversation);
    this.#conversations.set(channel, conversation);
    this.#missing.add(channel);
    void this.#subscribe();
  }

  unfollow(conversation: string): void {
    const channel = streamKey(conversation);
    this.#conversations.delete(channel);
    if (!this.#missing.delete(channel)) this.line.listener.unsubscribe(channel).catch(() => undefined);
  }

  on(listener: (conversation: string, everywhere: boolean) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onConnected(listener: () => void): () => void {
    return this.line.onBack(listener);
  }

  #tell(channel: string): void {
    const conversation = this.#conversations.get(channel);
    if (conversation === undefined) return;
    for (const listener of this.#listeners) listener(conversation, false);
  }

  /** What came before a subscription is looked for after it. */
  async #subscribe(): Promise<void> {
    if (this.#subscribing) return;
    this.#subscribing = true;
    await Promise.resolve(); // those that are followed at the same moment go together
    while (this.#missing.size > 0 && this.line.listener.status === 'ready') {
      const channels = [...this.#missing].slice(0, atOnce);
      for (const channel of channels) this.#missing.delete(channel);
      try {
        await this.line.listener.subscribe(...channels);
        for (const channel of channels) this.#tell(channel);
      } catch {
        for (const channel of channels) if (this.#conversations.has(channel)) this.#missing.add(channel);
        setTimeout(() => void this.#subscribe(), retryMs).unref();
        break;
      }
    }
    this.#subscribing = false;
  }
}
