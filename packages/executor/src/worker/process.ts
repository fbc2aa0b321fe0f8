import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { type Carrier, type CarrierOptions, insideModule, neededMore, thrownOutside, youngMb } from './carrier';
import { FlightRecorder } from './flight-recorder';
import { SocketPort } from './socket-port';

/** Node itself, its code and stacks; beside the heap and the buffers. */
const nodesOwnMb = 128;
const measureMs = 250;
const mostSaid = 16_384;
/** For what an ended process has said before; a process that it has begun may hold its output open. */
const drainMs = 500;
/** V8's last words. */
const outOfMemory = /heap out of memory|Allocation failed|invalid (array|string|table|\w*) ?(size|length)/i;

/** Begins a process of Node. It ends with the host, however the host ends. */
export function carryByProcess({ memoryMb, onEnd }: CarrierOptions): Carrier {
  const recorder = FlightRecorder.create();
  const { file, execArgv } = insideModule('process-entry');
  const heap = [
    `--max-old-space-size=${memoryMb}`,
    `--max-semi-space-size=${Math.max(1, Math.floor(youngMb(memoryMb) / 3))}`,
  ];
  const child = begun([...heap, ...execArgv, file], recorder);
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', (error) => {
      onEnd(`it cannot be started: ${error.message}`, error);
      recorder.close();
      resolve();
    });
  });
  const measuring = setInterval(() => {
    if (residentMb(child.pid) > 2 * memoryMb + nodesOwnMb) onEnd(neededMore(memoryMb));
  }, measureMs);
  void gone.then(() => clearInterval(measuring));
  const [, out, err, channel, lifeline] = child.stdio as [null, Readable, Readable, Socket, Socket];
  out.resume(); // what is written past what the process catches itself
  lifeline.on('error', () => undefined);
  const said = lastOf(err);
  // It cannot be asked any more. One that has ended is not changed by it.
  channel.once('close', () => child.kill('SIGKILL'));
  const port = new SocketPort(channel);
  child.once('exit', async (code, signal) => {
    await Promise.race([Promise.all([closed(channel), closed(err)]), wait(drainMs, undefined, { ref: false })]);
    const error = recorder.recorded();
    const hasAborted = signal !== null || code === 134;
    if (port.broken) onEnd(`what it said cannot be read: ${port.broken.message}`, port.broken);
    else if (error !== undefined) onEnd(thrownOutside, error);
    else if (hasAborted && outOfMemory.test(said())) onEnd(neededMore(memoryMb));
    else onEnd(signal === null ? `it called process.exit(${code})` : `it was ended by ${signal}`);
    recorder.close();
    for (const stream of [out, err, lifeline]) stream.destroy(); // a process that it has begun may hold them open
  });

  return {
    port,
    touched: () => recorder.touched(),
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    async end() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** Leaves nothing open where it throws. */
function begun(args: readonly string[], recorder: FlightRecorder): ChildProcess {
  try {
    const child = spawn(process.execPath, args, {
      ...{ env: {}, windowsHide: true },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe', recorder.fd],
    });
    if (child.stdio) return child;
    child.on('error', () => undefined); // says the same, later
  } catch (cause) {
    recorder.close();
    throw new Error(`its process cannot be started: ${(cause as Error).message}`, { cause });
  }
  recorder.close();
  throw new Error('its process cannot be started: this process may open no more files');
}

/** Memory that a process has; 0 where the system does not say so in /proc. */
function residentMb(pid: number | undefined): number {
  try {
    const kib = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kib ?? 0) / 1_024;
  } catch {
    return 0;
  }
}

/** The end of what a stream says, of which the rest is let go. */
function lastOf(stream: Readable): () => string {
  let last = Buffer.alloc(0);
  stream.on('data', (chunk: Buffer) => {
    last = Buffer.concat([last, chunk]).subarray(-mostSaid);
  });
  return () => last.toString();
}

const closed = (stream: Readable) =>
  new Promise<void>((resolve) => (stream.closed ? resolve() : stream.once('close', resolve)));
