import { type MessagePort, workerData } from 'node:worker_threads';
import { threadPort } from '../thread-port';
import { servePlugin } from './serve-plugin';

/** What a thread is started with. */
export interface ThreadData {
  readonly port: MessagePort;
  /** One number; see {@link servePlugin}. */
  readonly touched: SharedArrayBuffer;
}

const { port, touched } = workerData as ThreadData;
const current = new Int32Array(touched);
servePlugin(threadPort(port), (root) => Atomics.store(current, 0, root));
