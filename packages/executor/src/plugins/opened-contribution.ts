import type { Contribution } from '@trialogue/plugin-api';

/** What a plugin brings, wherever its code runs: each function of the contribution can be called here. */
export interface OpenedContribution {
  readonly name: string;
  readonly version: string;
  readonly contribution: Contribution;
  /** Aborts the plugin's signal and lets it clean up, whatever runs. Bounded in time, never throws. */
  stop(): Promise<void>;
  /** For who does not serve it after all, before it is stopped: later loads of its files go to what was loaded before. */
  restore?(): void;
  /** Resolves with the reason when it is given up: it answers nothing any more until it is opened anew. */
  readonly ended?: Promise<string>;
  /** How often its worker was started again. */
  restarts?(): number;
}
