import { AsyncLocalStorage } from 'node:async_hooks';
import { getHeapStatistics } from 'node:v8';
import { type MessagePort, workerData } from 'node:worker_threads';
import type { PluginEntry } from '../../plugins/entries';
import { Link } from '../link';
import { BoundedLog, catchOutput } from './bounded-log';
import { hostedPlugin } from './hosted-plugin';

/** What a worker is started with. */
export interface WorkerData {
  readonly port: MessagePort;
  readonly entry: PluginEntry;
  readonly projectRoot: string;
  /** One number: the outermost ask that was touched last, for whoever finds the worker stuck. */
  readonly touched: SharedArrayBuffer;
}

/** Requests to the host under way at once, of all calls. */
const mostAsks = 1_000;

const { port, entry, projectRoot, touched } = workerData as WorkerData;
const current = new Int32Array(touched);
/** The outermost ask that runs: who ends the worker, also by a timer that was begun long before. */
const roots = new AsyncLocalStorage<number>();
const log = new BoundedLog((line, within) => link.tell('log', line, within));
const link: Link = new Link(
  port,
  {
    ...hostedPlugin(entry, projectRoot, log, (to, data) => link.ask(to, data)),
    ping: (number: number) => link.tell('pong', { number, external: getHeapStatistics().external_memory }),
  },
  { mostAsks, onTouched: touch, around: (root, work) => roots.run(root, work) },
);
catchOutput(log);
process.on('exit', () => touch(roots.getStore() ?? 0));
process.on('uncaughtExceptionMonitor', () => touch(roots.getStore() ?? 0));

function touch(root: number): void {
  Atomics.store(current, 0, root);
}
