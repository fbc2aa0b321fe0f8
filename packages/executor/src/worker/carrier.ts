import path from 'node:path';
import type { Port } from './port';

/** Where a plugin's code runs apart from the host: a thread or a process, with one plugin in it, as long as it lives. */
export interface Carrier {
  readonly port: Port;
  /** The outermost ask that it turned to last, also once it has ended. */
  touched(): number;
  /** It can be asked nothing any more; `onEnd` says why, a moment later. */
  hasEnded(): boolean;
  /** Ends it whatever it does. Resolves once it is gone. */
  end(): Promise<void>;
}

export interface CarrierOptions {
  /** MiB of heap, and as many of buffers. */
  readonly memoryMb: number;
  /** It has ended by itself, or has to. The reason completes “it ended: …”. Called once or more, never at once. */
  readonly onEnd: (reason: string, cause?: unknown) => void;
}

export type Carry = (options: CarrierOptions) => Carrier;

/** MiB of the heap's young generation. */
export const youngMb = (memoryMb: number): number => Math.min(16, memoryMb / 4);

export const neededMore = (memoryMb: number): string => `it needed more than ${memoryMb} MB of memory`;

/** An error was thrown, or a promise rejected, that nobody handles. */
export const thrownOutside = 'an error was thrown outside of its calls';

/** In a checkout the sources run as they are, in workers too. */
const extension = path.extname(__filename);
const asSources = ['--require', path.join(__dirname, '../../../../scripts/run-sources.js'), '-C', 'trialogue-source'];

/** A module that a worker begins with, and the options of Node that it needs. */
export const insideModule = (name: string) => ({
  file: path.join(__dirname, `inside/${name}${extension}`),
  execArgv: extension === '.ts' ? asSources : [],
});
