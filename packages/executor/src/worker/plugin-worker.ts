import { type Carrier, type Carry, neededMore } from './carrier';
import { Heartbeat } from './heartbeat';
import type { WorkerLimits } from './limits';
import { type Handlers, Link } from './link';

/** Why a worker has ended, for what was under way in it. The message completes “it ended: …”. */
export class WorkerEnded extends Error {
  constructor(
    reason: string,
    /** It was this ask that the worker was busy with. */
    readonly isBlamed: boolean,
    options?: ErrorOptions,
  ) {
    super(reason, options);
  }
}

export interface WorkerOptions {
  readonly carry: Carry;
  readonly memoryMb: number;
  readonly limits: WorkerLimits;
  /** What the plugin may ask for outside of any call. */
  readonly handlers: Handlers;
  readonly onEnd: (reason: string, cause: unknown) => void;
}

/** One worker with one plugin in it, as long as it lives. */
export class PluginWorker {
  readonly link: Link;
  private readonly carrier: Carrier;
  private readonly heartbeat: Heartbeat;
  private ended = false;

  constructor(private readonly options: WorkerOptions) {
    const { carry, memoryMb, limits, handlers } = options;
    this.carrier = carry({ memoryMb, onEnd: (reason, cause) => void this.terminate(reason, cause) });
    this.link = new Link(
      this.carrier.port,
      { ...handlers, pong: (pong) => this.pong(pong) },
      { mostAsks: limits.mostAsks, onAbort: () => this.heartbeat.hurry() },
    );
    this.heartbeat = new Heartbeat(
      limits,
      (number) => this.link.tell('ping', number),
      (ms) => void this.terminate(`it was busy for ${ms} ms without a pause`),
    );
  }

  /** Whether it can be asked. */
  get isAlive(): boolean {
    return !this.ended && !this.carrier.hasEnded();
  }

  /** From now on it has to answer within its limits; loading modules may take longer, and has a limit of its own. */
  watch(): void {
    if (!this.ended) this.heartbeat.start();
  }

  /** Ends it whatever it does. Resolves once it is gone. */
  async terminate(reason: string, cause?: unknown): Promise<void> {
    if (!this.ended) {
      this.ended = true;
      this.heartbeat.stop();
      const touched = this.carrier.touched();
      this.options.onEnd(reason, cause);
      this.link.close((root) => new WorkerEnded(reason, root === touched, { cause }));
    }
    await this.carrier.end();
  }

  private pong({ number, external }: { readonly number: number; readonly external: number }): void {
    const { memoryMb } = this.options;
    this.heartbeat.pong(number);
    if (external > memoryMb * 2 ** 20) void this.terminate(`${neededMore(memoryMb)} outside of its heap, in buffers`);
  }
}
