import path from 'node:path';
import { MessageChannel, Worker } from 'node:worker_threads';
import type { PluginEntry } from '../plugins/entries';
import { Heartbeat } from './heartbeat';
import type { WorkerData } from './inside/entry';
import type { WorkerLimits } from './limits';
import { type Handlers, Link } from './link';

/** Why a worker has ended, for what was under way in it. The message completes “it ended: …”. */
export class ThreadEnded extends Error {
  constructor(
    reason: string,
    /** It was this ask that the worker was busy with. */
    readonly isBlamed: boolean,
    options?: ErrorOptions,
  ) {
    super(reason, options);
  }
}

export interface ThreadOptions {
  readonly entry: PluginEntry;
  readonly projectRoot: string;
  readonly memoryMb: number;
  readonly limits: WorkerLimits;
  /** What the plugin may ask for outside of any call. */
  readonly handlers: Handlers;
  readonly onEnd: (reason: string, cause: unknown) => void;
}

/** In a checkout the sources run as they are, in workers too. */
const extension = path.extname(__filename);
const asSources = ['--require', path.join(__dirname, '../../../../scripts/run-sources.js'), '-C', 'trialogue-source'];

/** One worker thread with one plugin in it, as long as it lives. */
export class PluginThread {
  readonly link: Link;
  private readonly worker: Worker;
  private readonly heartbeat: Heartbeat;
  private readonly touched = new SharedArrayBuffer(4);
  private ended = false;

  constructor(private readonly options: ThreadOptions) {
    const { entry, projectRoot, memoryMb, limits, handlers } = options;
    const { port1, port2 } = new MessageChannel();
    const { location: _, ...data } = entry;
    const workerData: WorkerData = { port: port2, entry: data, projectRoot, touched: this.touched };
    this.worker = new Worker(path.join(__dirname, `inside/entry${extension}`), {
      ...{ workerData, transferList: [port2], env: {}, argv: [], stdout: true, stderr: true },
      execArgv: extension === '.ts' ? asSources : [],
      resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: Math.min(16, memoryMb / 4) },
    });
    this.worker.stdout.resume(); // what is written there before the worker catches it itself
    this.worker.stderr.resume();
    this.link = new Link(
      port1,
      { ...handlers, pong: (pong) => this.pong(pong) },
      { mostAsks: limits.mostAsks, onAbort: () => this.heartbeat.hurry() },
    );
    this.heartbeat = new Heartbeat(
      limits,
      (number) => this.link.tell('ping', number),
      (ms) => void this.terminate(`it was busy for ${ms} ms without a pause`),
    );
    this.worker.once('error', (error: Error & { code?: string }) =>
      error.code === 'ERR_WORKER_OUT_OF_MEMORY'
        ? this.end(`it needed more than ${memoryMb} MB of memory`)
        : this.end(`an error was thrown outside of its calls`, error),
    );
    this.worker.once('exit', (code) => this.end(`it called process.exit(${code})`));
  }

  /** From now on it has to answer within its limits; loading modules may take longer, and has a limit of its own. */
  watch(): void {
    if (!this.ended) this.heartbeat.start();
  }

  /** Ends it whatever it does. Resolves once it is gone. */
  async terminate(reason: string): Promise<void> {
    this.end(reason);
    await this.worker.terminate();
  }

  private pong({ number, external }: { readonly number: number; readonly external: number }): void {
    const { memoryMb } = this.options;
    this.heartbeat.pong(number);
    if (external > memoryMb * 2 ** 20)
      void this.terminate(`it needed more than ${memoryMb} MB of memory outside of its heap, in buffers`);
  }

  private end(reason: string, cause?: unknown): void {
    if (this.ended) return;
    this.ended = true;
    this.heartbeat.stop();
    const touched = Atomics.load(new Int32Array(this.touched), 0);
    this.options.onEnd(reason, cause);
    this.link.close((root) => new ThreadEnded(reason, root === touched, { cause }));
  }
}
