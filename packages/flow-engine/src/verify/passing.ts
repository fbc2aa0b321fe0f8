import type { Abstract } from './abstract-value';
import type { Surroundings } from './surroundings';

/**
 * A way out of a state: the index of a transition, `failed`, a timer `after.PT1M`, what the user wants instead
 * (`on.0`), a correction, or `end` where the flow ends.
 */
export type Way = number | string;

export interface Passing {
  readonly way: Way;
  /** Undefined where the flow ends. */
  readonly to?: string;
  /** How it ends; undefined where that is not known. */
  readonly outcome?: string;
  readonly known: Surroundings;
  /** The slot that a correction writes, once the state is left. */
  readonly corrected?: readonly [place: string, value: Abstract];
}
