import type { FlowDefinition, FlowIncludes } from '../definition';
import type { Possible } from './abstract-flow';
import type { Seen } from './explore';

/** What is judged: a flow whose parts are right, what it can do at most, and what it was seen to do. */
export interface Case {
  readonly flow: FlowDefinition;
  readonly flows: FlowIncludes;
  /** Undefined where there is too much of it. */
  readonly possible: Possible | undefined;
  readonly seen: Seen;
}
