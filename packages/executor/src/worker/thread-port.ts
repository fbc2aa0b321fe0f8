import type { MessagePort } from 'node:worker_threads';
import type { Port } from './port';

/** A port to another thread of this process. */
export const threadPort = (port: MessagePort): Port => ({
  post: (message) => port.postMessage(message),
  onMessage: (listener) => port.on('message', listener),
  close: () => port.close(),
});
