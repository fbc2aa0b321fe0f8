import { Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import { FlightRecorder } from '../flight-recorder';
import { channelFd, lifelineFd, recorderFd } from '../process-files';
import { SocketPort } from '../socket-port';
import { servePlugin } from './serve-plugin';

/** Ends the process as soon as its host is gone, in the middle of a loop too: its thread is another one. */
const watchdog = `
  const { Socket } = require('node:net');
  const lifeline = new Socket({ fd: ${lifelineFd} });
  lifeline.on('error', () => {}).on('close', () => process.kill(process.pid, 'SIGKILL')).resume();
`;
new Worker(watchdog, { eval: true, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: 16 } }).unref();

// A terminal's and a supervisor's signals come to all processes; the host ends this one once it has let calls end.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

const recorder = new FlightRecorder(recorderFd);
process.on('uncaughtExceptionMonitor', (error) => {
  recorder.record(error);
  setImmediate(() => recorder.record(undefined)); // comes only where a plugin handles such errors itself
});
servePlugin(new SocketPort(new Socket({ fd: channelFd })), (root) => recorder.touch(root));
