import { AsyncLocalStorage } from 'node:async_hooks';
import { getHeapStatistics } from 'node:v8';
import { Link } from '../link';
import type { Port } from '../port';
import { BoundedLog, catchOutput } from './bounded-log';
import { hostedPlugin } from './hosted-plugin';
import { measuredPort } from './measured-port';

/** Requests to the host under way at once, of all calls. */
const mostAsks = 1_000;

/**
 * Answers a host at a port, as long as this worker lives.
 *
 * @param touch keeps a number where the host finds it when the worker is stuck or gone: the outermost ask that was touched last
 */
export function servePlugin(port: Port, touch: (root: number) => void): void {
  /** The outermost ask that runs: who ends the worker, also by a timer that was begun long before. */
  const roots = new AsyncLocalStorage<number>();
  const running = () => roots.getStore() ?? 0;
  const log = new BoundedLog((line, within) => link.tell('log', line, within));
  const link: Link = new Link(
    measuredPort(port),
    {
      ...hostedPlugin(log, (to, data) => link.ask(to, data)),
      ping: (number: number) => link.tell('pong', { number, external: getHeapStatistics().external_memory }),
    },
    { mostAsks, onTouched: touch, around: (root, work) => roots.run(root, work), running },
  );
  catchOutput(log);
  process.on('exit', () => touch(running()));
  process.on('uncaughtExceptionMonitor', () => touch(running()));
}
