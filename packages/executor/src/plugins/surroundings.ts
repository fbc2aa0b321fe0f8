import type { Logger } from '@trialogue/plugin-api';
import type { WorkerLimits } from '../worker/limits';

/** What plugins stand on: where they come from, and what they are lent. */
export interface Surroundings {
  /** Where packages are resolved from and paths begin. */
  readonly projectRoot: string;
  /** The value of a secret, by its name. */
  readonly secret: (name: string) => string | undefined;
  readonly logger: Logger;
  /** For `setup`; 10 s unless told. */
  readonly setupMs?: number;
  /** What workers are held to otherwise. */
  readonly workerLimits?: Partial<WorkerLimits>;
}

export const defaultSetupMs = 10_000;
