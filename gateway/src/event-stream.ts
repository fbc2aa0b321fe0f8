import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { abortedOnClose } from './graph-endpoint';
import { type Leaving, whenAsked } from './leaving';

/** A reader that has taken nothing for so long has gone, whatever its connection says. */
const stalledMs = 30_000;

/** Server-sent events on one response: each is written when the one before has left, as fast as the reader takes them. */
export class EventStream {
  /** Aborted when the reader has gone. */
  readonly gone: Leaving;
  private over = false;
  private resultWaits = false;
  private makeRoom = () => {};
  private stop = () => {};

  constructor(
    private readonly response: ServerResponse,
    private readonly patienceMs = stalledMs,
  ) {
    this.gone = whenAsked(() => abortedOnClose(response));
    if (response.closed) this.over = true;
    else response.once('close', () => this.end());
  }

  /** Resolves when the result before has left, and takes its place; so at most one waits to be written. */
  async roomForResult(): Promise<void> {
    while (this.resultWaits && !this.over)
      await new Promise<void>((resolve) => {
        this.makeRoom = resolve;
      });
    this.resultWaits = true;
  }

  /** Writes events, ready to be sent, until they end, the reader has gone, or `end` is called. */
  async send(events: AsyncGenerator<string>, headers: OutgoingHttpHeaders): Promise<void> {
    this.stop = () => void events.return(undefined);
    this.response.writeHead(200, headers);
    if (this.over) this.stop();
    else await this.writeAll(events);
    this.end();
    if (!this.response.destroyed) this.response.end();
  }

  /** Ends the stream as a lost connection would: clients come back, where after `complete` they would not. */
  end(): void {
    if (this.over) return;
    this.over = true;
    this.makeRoom();
    this.stop();
  }

  private async writeAll(events: AsyncGenerator<string>): Promise<void> {
    for await (const event of events) {
      if (this.over || !(await this.write(event))) return;
      if (!event.startsWith('event: next')) continue;
      this.resultWaits = false;
      this.makeRoom();
    }
  }

  /** Whether it left. */
  private write(event: string): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (left: boolean) => {
        clearTimeout(patience);
        this.response.off('close', closed);
        resolve(left);
      };
      const closed = () => settle(false);
      const patience = setTimeout(() => this.response.destroy(), this.patienceMs).unref();
      this.response.once('close', closed);
      this.response.write(event, (error) => settle(!error));
    });
  }
}
