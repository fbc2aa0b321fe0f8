import type { ChatEvent } from './talk';

/** The events of a conversation, as long as something else is waited for. */
export class Heard {
  private pending: Promise<ChatEvent | undefined> | undefined;
  /** What ended the events before they were over. */
  failure: unknown;

  constructor(private readonly events: AsyncIterator<ChatEvent>) {}

  /** Ends when `stop` has settled, or the events have ended or failed. */
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
      this.pending ??= this.next();
      const event = await Promise.race([stopping, this.pending]);
      if (event === undefined) return;
      this.pending = undefined;
      yield event;
    }
  }

  async stop(): Promise<void> {
    await this.events.return?.();
  }

  private async next(): Promise<ChatEvent | undefined> {
    try {
      const { done, value } = await this.events.next();
      return done ? undefined : value;
    } catch (error) {
      this.failure = error;
      return undefined;
    }
  }
}
