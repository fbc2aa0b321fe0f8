import type { Logger } from 'pino';
import { makeLogger } from './logger';
import type { Settings } from './settings';

/** Something that runs until it is told to stop. */
export interface Running {
  /** Where to go, for the terminal. */
  readonly banner: string;
  close(): Promise<void>;
}

/** After this the process ends whatever is still open; npm and people give up at about 5 s. Longer than Opened takes. */
const patienceMs = 4_500;

/**
 * Opens what `open` answers, says where it is, and closes it when the process is told to stop, also while it is opening.
 *
 * @param what for the first line: `Trialogue`, `the gateway`
 */
export async function untilStopped(
  settings: Settings,
  what: string,
  open: (logger: Logger, stopping: AbortSignal) => Promise<Running>,
): Promise<void> {
  const logger = makeLogger(settings.logLevel);
  keepGoing(logger);
  process.stdout.write(`Starting ${what} …\n`);
  const stopping = new AbortController();
  const stop = () => {
    setTimeout(() => process.exit(1), patienceMs).unref();
    stopping.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  if (settings.startedByNpm) whenOrphaned(stop);

  const running = await open(logger, stopping.signal);
  process.stdout.write(running.banner);
  if (!stopping.signal.aborted)
    await new Promise((resolve) => stopping.signal.addEventListener('abort', resolve, { once: true }));
  process.stdout.write('\nStopping …\n');
  await running.close();
  process.stdout.write('Stopped.\n');
  process.exit(0);
}

/** Calls back when the process that started this one has gone. */
function whenOrphaned(callback: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    callback();
  }, 1_000).unref();
}

/** Neither a reader that has gone (`npm start | head`) nor a promise that nobody waited for may end the product. */
function keepGoing(logger: Logger): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  process.on('unhandledRejection', (error) =>
    logger.error({ err: error }, 'A promise was rejected, and nobody waited for it.'),
  );
}
