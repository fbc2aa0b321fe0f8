import type { JsonObject, Logger, Records, Scope } from '@trialogue/plugin-api';
import type { WorkerLimits } from '../worker/limits';

/** Asks the one graph as somebody; throws its first error, which has a `code` or `extensions.code`. */
export type GraphPort = (
  document: string,
  variables: JsonObject,
  caller: { readonly subject: string; readonly scopes: readonly Scope[] },
) => Promise<unknown>;

/** What plugins stand on: where they come from, and what they are lent. */
export interface Surroundings {
  /** Where packages are resolved from and paths begin. */
  readonly projectRoot: string;
  /** The value of a secret, by its name. */
  readonly secret: (name: string) => string | undefined;
  readonly logger: Logger;
  /** Absent: nobody can be asked. */
  readonly graph?: GraphPort;
  /** Where a plugin's records are; absent: nowhere. */
  readonly records?: (plugin: string) => Records;
  /** For `setup`; 10 s unless told. */
  readonly setupMs?: number;
  /** What workers are held to otherwise. */
  readonly workerLimits?: Partial<WorkerLimits>;
}

export const defaultSetupMs = 10_000;
