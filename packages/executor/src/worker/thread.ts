import { MessageChannel, Worker } from 'node:worker_threads';
import { type Carrier, type CarrierOptions, insideModule, neededMore, thrownOutside, youngMb } from './carrier';
import type { ThreadData } from './inside/thread-entry';
import { threadPort } from './thread-port';

/** Begins a worker thread of this process. */
export function carryByThread({ memoryMb, onEnd }: CarrierOptions): Carrier {
  const { port1, port2 } = new MessageChannel();
  const workerData: ThreadData = { port: port2, touched: new SharedArrayBuffer(4) };
  const { file, execArgv } = insideModule('thread-entry');
  const worker = new Worker(file, {
    ...{ workerData, transferList: [port2], env: {}, argv: [], execArgv, stdout: true, stderr: true },
    resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: youngMb(memoryMb) },
  });
  worker.stdout.resume(); // what is written there before the worker catches it itself
  worker.stderr.resume();
  worker.once('error', (error: Error & { code?: string }) =>
    error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? onEnd(neededMore(memoryMb)) : onEnd(thrownOutside, error),
  );
  worker.once('exit', (code) => onEnd(`it called process.exit(${code})`));
  return {
    port: threadPort(port1),
    hasEnded: () => worker.threadId < 0,
    touched: () => Atomics.load(new Int32Array(workerData.touched), 0),
    end: async () => void (await worker.terminate()),
  };
}
