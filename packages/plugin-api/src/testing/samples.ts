import type { Json, JsonObject } from '../message';
import type { ArmOutcomes } from '../plugin';
import type { HostGiven } from './fake-host';
import type { Given } from './given';

/** What contract tests try a plugin with. */
export interface Samples {
  /** Of the plugin; empty unless told. */
  readonly options?: JsonObject;
  readonly host?: HostGiven;
  /**
   * Of each strategy that it brings, one call that succeeds. A function is called for each run, so that each has a script of
   * its own: `() => ({ config, input, models: scriptedModel([…]) })`.
   */
  readonly strategies?: { readonly [name: string]: Given | (() => Given) };
  /** Arguments that each of its tools takes. */
  readonly tools?: { readonly [name: string]: JsonObject };
  /** What each of its allocators chooses by. */
  readonly allocators?: {
    readonly [name: string]: { readonly options?: Json; readonly arms: readonly ArmOutcomes[] };
  };
}

/** One thing that every plugin has to do. */
export interface ContractTest {
  /** Such as `strategy greeting obeys an abort`. */
  readonly name: string;
  /** What it is about, from the root of what `setup` answers: `strategies.greeting`; empty: the plugin itself. */
  readonly path: string;
  /** Throws an Error that says what is wrong and what to do. */
  run(): Promise<void>;
}
