import { setTimeout as wait } from 'node:timers/promises';
import type { Host, JsonObject } from '@trialogue/plugin-api';

const mutation = `mutation($events: [EventInput!]!) {
  trackEvents(events: $events) { rejected { id reason } }
}`;
const mostWaiting = 10_000;
const mostTogether = 200;
const gatherMs = 250;
/** Pauses before an attempt is repeated; then the events are given up. */
const pausesMs = [1_000, 5_000, 20_000];

export interface QueuedEvent {
  readonly id: string;
  readonly type: string;
  readonly unit: string;
  readonly at: string;
  readonly arm?: string;
  readonly data: JsonObject;
}

/** Hands events to the graph behind the back of the calls that they come from: together, and again when it fails. */
export class EventQueue {
  private waiting: QueuedEvent[] = [];
  private sending: Promise<void> | undefined;

  constructor(private readonly host: Pick<Host, 'graph' | 'logger' | 'signal'>) {}

  add(event: QueuedEvent): void {
    if (this.waiting.length >= mostWaiting) {
      this.host.logger.warn({ id: event.id }, 'Too many events of shadows wait: one is lost.');
      return;
    }
    this.waiting.push(event);
    this.sending ??= this.sendAll();
  }

  /** Resolves when nothing waits any more. */
  async empty(): Promise<void> {
    await this.sending;
  }

  private async sendAll(): Promise<void> {
    while (this.waiting.length > 0) {
      await pause(gatherMs, this.host.signal);
      await this.send(this.waiting.splice(0, mostTogether));
    }
    this.sending = undefined;
  }

  private async send(events: readonly QueuedEvent[]): Promise<void> {
    for (const pauseMs of [...pausesMs, undefined])
      try {
        const { trackEvents } = await this.host.graph(mutation, { events: events as unknown as JsonObject[] });
        const [first] = trackEvents.rejected;
        if (first) this.host.logger.warn({ rejected: first }, 'An event of a shadow is refused.');
        return;
      } catch (error) {
        const isOver = pauseMs === undefined || this.host.signal.aborted;
        const text = isOver ? 'Events of shadows are lost.' : 'Events of shadows cannot be recorded now.';
        this.host.logger.warn({ err: error, events: events.length }, text);
        if (isOver) return;
        await pause(pauseMs, this.host.signal);
      }
  }
}

/** Cut short when the plugin is being removed. */
const pause = (ms: number, signal: AbortSignal) => wait(ms, undefined, { signal, ref: false }).catch(() => {});
