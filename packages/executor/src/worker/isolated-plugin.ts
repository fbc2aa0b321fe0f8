import { availableParallelism } from 'node:os';
import { isDeepStrictEqual } from 'node:util';
import type { Host } from '@trialogue/plugin-api';
import { Slots } from '../calls/slots';
import { isolationOf, type PluginEntry } from '../plugins/entries';
import { PluginRefused, textOf } from '../plugins/import-plugin';
import { lentHost, loggerOf } from '../plugins/lent-host';
import { type NameTaken, refuseTaken } from '../plugins/name-taken';
import type { OpenedContribution } from '../plugins/opened-contribution';
import { optionsOf } from '../plugins/options';
import { fingerprintOf, placeOf } from '../plugins/plugin-files';
import { defaultSetupMs, type Surroundings } from '../plugins/surroundings';
import { within } from '../plugins/within';
import type { Description, Imported } from './description';
import { hostHandlers } from './host-handlers';
import type { ImportData } from './inside/hosted-plugin';
import { type WorkerLimits, workerLimits } from './limits';
import { TooManyAsks } from './link';
import { PluginWorker, WorkerEnded } from './plugin-worker';
import { carryByProcess } from './process';
import { type RemoteAsk, remoteContribution } from './remote-contribution';
import { Restarts } from './restarts';
import { carryByThread } from './thread';
import { Waiting } from './waiting';

const stopMs = 1_000;
/** What starts with many others waits for its turn, and its time counts from then; what is started again does not wait. */
const firstStarts = new Slots(Math.max(2, availableParallelism()));
const longestQueueMs = 600_000;
const defaultMemoryMb = 128;
const otherVersion = 'its files are of another version than was loaded; reload it';

/** What a worker has said of its plugin; the next one of the same plugin has to say the same. */
interface Said {
  readonly imported: Imported;
  readonly description: Description;
}

/** Opens a plugin in a worker of its own, a process or a thread. Throws PluginRefused, and then leaves nothing of it behind. */
export async function openIsolated(
  entry: PluginEntry,
  surroundings: Surroundings,
  nameTaken: NameTaken,
): Promise<OpenedContribution> {
  const limits = { ...workerLimits, ...surroundings.workerLimits };
  const plugin = new IsolatedPlugin(entry, surroundings, limits, nameTaken);
  const { imported, description } = await plugin.start();
  const { name, version } = imported;
  return {
    ...{ name, version, contribution: remoteContribution(name, description, plugin.ask) },
    ended: plugin.ended,
    restarts: () => plugin.restarts,
    stop: () => plugin.stop(),
  };
}

/** A plugin and its worker, which is started again when it ends. */
class IsolatedPlugin {
  restarts = 0;
  /** Resolves with the reason when it is not started again any more. */
  readonly ended: Promise<string>;
  private giveUp!: (reason: string) => void;
  private readonly removed = new AbortController();
  private readonly schedule: Restarts;
  private readonly waiting: Waiting<PluginWorker>;
  private host: Host | undefined;
  private said: Said | undefined;
  /** The files that were tried. */
  private readonly files: string;
  /** The one that answers. */
  private up: PluginWorker | undefined;
  private given: string | undefined;
  private timer: NodeJS.Timeout | undefined;
  private restartsAt = 0;
  /** The worker that is being started. */
  private starting: PluginWorker | undefined;

  constructor(
    private readonly entry: PluginEntry,
    private readonly surroundings: Surroundings,
    private readonly limits: WorkerLimits,
    private readonly nameTaken: NameTaken,
  ) {
    this.files = fingerprintOf(entry, surroundings.projectRoot);
    this.schedule = new Restarts(limits);
    this.waiting = new Waiting(limits.mostWaiting, limits.waitMs);
    this.ended = new Promise((resolve) => {
      this.giveUp = resolve;
    });
  }

  /** The first start: what goes wrong refuses the plugin. */
  async start(): Promise<Said> {
    try {
      this.said = await this.begin();
      return this.said;
    } catch (cause) {
      this.removed.abort();
      throw cause instanceof PluginRefused ? cause : new PluginRefused(`its setup failed: ${textOf(cause)}`, { cause });
    }
  }

  readonly ask: RemoteAsk = async (to, data, { end, mayRepeat, signal, handlers }) => {
    for (let attempt = 1; ; attempt += 1) {
      const worker = this.up?.isAlive ? this.up : await this.next(signal);
      if (typeof worker === 'string') throw end.unavailable(worker, this.restartsInMs());
      try {
        return await worker.link.ask(to, data, { signal, handlers });
      } catch (error) {
        if (error instanceof Error && error.name === 'NotCopied') throw end.notCopied(error.message);
        if (error instanceof TooManyAsks)
          throw end.unavailable(`${error.most} requests to its worker are under way already`, undefined);
        if (!(error instanceof WorkerEnded)) throw error;
        if (attempt > 1 || error.isBlamed || !mayRepeat?.()) throw end.crashed(error.message, error.cause);
      }
    }
  };

  /** Never throws. */
  async stop(): Promise<void> {
    this.removed.abort();
    clearTimeout(this.timer);
    this.waiting.refuse('it is being removed');
    const worker = this.up;
    this.up = undefined;
    if (worker)
      await within(stopMs, worker.link.ask('stop')).catch((error) =>
        this.log.warn({ err: error }, 'The plugin did not stop cleanly.'),
      );
    const last = worker ?? this.starting;
    if (last) await within(stopMs, last.terminate('it is being removed')).catch(() => undefined);
  }

  /** A worker that answers, once there is one; or why there is none. */
  private next(signal: AbortSignal | undefined): Promise<PluginWorker | string> {
    if (this.given !== undefined) return Promise.resolve(this.given);
    if (this.removed.signal.aborted) return Promise.resolve('it is being removed');
    const inMs = this.restartsInMs() ?? 0;
    if (inMs > this.limits.waitMs) return Promise.resolve(`its worker is started again in ${inMs} ms`);
    return this.waiting.next(signal);
  }

  /** Undefined where no restart is ahead. */
  private restartsInMs(): number | undefined {
    const inMs = Math.ceil(this.restartsAt - performance.now());
    return inMs > 0 ? inMs : undefined;
  }

  /** Starts a worker and sets the plugin up in it. */
  private async begin(): Promise<Said> {
    const { setupMs = defaultSetupMs } = this.surroundings;
    if (this.hasChanged()) throw new Error(otherVersion);
    const leave = this.said ? () => undefined : await firstStarts.enter(longestQueueMs, this.removed.signal);
    let worker: PluginWorker | undefined;
    try {
      worker = this.launch();
      const imported = await within(setupMs, this.import(worker));
      leave();
      if (!this.said) await refuseTaken(imported.name, this.nameTaken);
      const said = { imported, description: await within(setupMs, this.setUp(worker, imported)) };
      const isSame = !this.said || (isDeepStrictEqual(said, this.said) && !this.hasChanged());
      if (!isSame) throw new Error(otherVersion);
      this.removed.signal.throwIfAborted();
      worker.watch();
      this.up = worker;
      this.waiting.give(worker);
      return said;
    } catch (error) {
      leave();
      void worker?.terminate('its setup failed');
      throw error instanceof WorkerEnded ? new Error(`its worker ended: ${error.message}`, { cause: error }) : error;
    } finally {
      this.starting = undefined;
    }
  }

  private launch(): PluginWorker {
    const { entry, limits, surroundings } = this;
    const begun = performance.now();
    const worker: PluginWorker = new PluginWorker({
      ...{
        limits,
        carry: isolationOf(entry) === 'worker' ? carryByThread : carryByProcess,
        memoryMb: entry.memory_mb ?? defaultMemoryMb,
      },
      handlers: hostHandlers(
        () => this.host,
        () => this.host?.logger ?? loggerOf(placeOf(entry), surroundings.logger),
      ),
      onEnd: (reason, cause) => {
        if (this.up === worker) this.crashed(reason, cause, begun);
      },
    });
    this.starting = worker;
    return worker;
  }

  /** Code that was not tried is not run. */
  private hasChanged(): boolean {
    return fingerprintOf(this.entry, this.surroundings.projectRoot) !== this.files;
  }

  private async import({ link }: PluginWorker): Promise<Imported> {
    const given = { entry: this.entry, projectRoot: this.surroundings.projectRoot } satisfies ImportData;
    const imported = await link.ask<Imported | { readonly refused: string }>('import', given);
    if ('refused' in imported) throw new PluginRefused(imported.refused);
    // Of a worker that is started again the name is the one that it was taken with.
    if (this.said && imported.name !== this.said.imported.name) throw new Error(otherVersion);
    return imported;
  }

  private async setUp({ link }: PluginWorker, imported: Imported): Promise<Description> {
    this.host = lentHost(imported.name, this.entry, this.surroundings, this.removed.signal);
    const description = await link.ask<Description | null>('setup', optionsOf(imported as any, this.entry.options));
    if (!description) throw new PluginRefused('its setup answers no contribution');
    return description;
  }

  private crashed(reason: string, cause: unknown, begun: number): void {
    this.up = undefined;
    if (this.removed.signal.aborted) return;
    this.log.error({ err: cause }, `The worker of the plugin ended: ${reason}.`);
    const waitMs = this.schedule.next(begun, performance.now());
    if (waitMs === undefined) {
      this.given = `it ended ${this.limits.mostEnds} times within a minute, the last time because ${reason}`;
      this.waiting.refuse(this.given);
      this.giveUp(this.given);
      return;
    }
    this.restartsAt = performance.now() + waitMs;
    this.timer = setTimeout(() => void this.restart(), waitMs);
  }

  private async restart(): Promise<void> {
    this.restarts += 1;
    const begun = performance.now();
    try {
      await this.begin();
    } catch (error) {
      this.crashed(`it cannot be started again: ${textOf(error)}`, error, begun);
    }
  }

  private get log() {
    return this.host!.logger;
  }
}
