import type { ChatEvent } from './talk';

/** The events of a conversation, as long as something else is waited for. */
export class Heard {
  private pending: Promise<ChatEvent | undefined> | undefined;

  constructor(private readonly events: AsyncIterator<ChatEvent>) {}

  /** Ends when `stop` has settled, or the events do; rejects with what they reject with. */
  async *until(stop: Promise<unknown>): AsyncGenerator<ChatEvent, void> {
    let stopped = false;
    const stopping = stop.then(
      () => undefined,
      () => undefined,
    );
    void stopping.then(() => {
      stopped = true;
    });
    while (!stopped) {
      this.pending ??= this.events.next().then(({ done, value }) => (done ? undefined : value));
      const event = await Promise.race([stopping, this.pending]);
      if (event === undefined) return;
      this.pending = undefined;
      yield event;
    }
  }

  async stop(): Promise<void> {
    this.pending?.catch(() => {}); // nobody hears it any more
    await this.events.return?.();
  }
}
