import type { CircuitState } from '../calls/circuit';
import type { Isolation } from './entries';

/** What became of one plugin, and how it does. */
export interface PluginState {
  /** The plugin's own name; its entry's as long as the plugin could not be read. */
  readonly name: string;
  /** What names it in `plugins.yml`. */
  readonly place: string;
  readonly version?: string;
  /** FAILED: it was loaded, and its worker has died too often; it answers nothing until it is loaded again. */
  readonly state: 'LOADED' | 'REFUSED' | 'FAILED';
  /** Why it was refused or failed; of one that is loaded, why it is not as `plugins.yml` has it. */
  readonly problem?: string;
  /** Where its code runs. */
  readonly isolation: Isolation;
  /** How often its worker was started again. */
  readonly restarts: number;
  /** Calls of its strategies that ended since this process started. */
  readonly calls: number;
  /** Of these, those that failed through the strategy. */
  readonly failures: number;
  /** Milliseconds; of the last 1,000 calls of each strategy. */
  readonly p99Ms?: number;
  readonly strategies: readonly StrategyState[];
}

export interface StrategyState {
  readonly name: string;
  readonly circuit: CircuitState;
  readonly calls: number;
  readonly failures: number;
  readonly p99Ms?: number;
}
