import type { JsonObject } from '@trialogue/plugin-api';
import type { AllocatorInput } from './experiment.allocator.input';

/** Who chooses the weights of an experiment while it runs, by what, and how often. */
export interface AllocatorRule {
  /** Of an allocator that a plugin brings. */
  readonly name: string;
  readonly options: JsonObject;
  readonly outcome: {
    /** Type of the events that count. */
    readonly event: string;
    /** Path of a number in their data. Absent: a unit with such an event counts 1. */
    readonly value?: string;
  };
  /** ISO 8601 duration. */
  readonly every: string;
  /** Units that each variant has before its weight is changed. */
  readonly minUnits: number;
  /** No weight falls below it: 0–1, of a whole of 1. */
  readonly floor: number;
}

/** As people write it. */
export const allocatorRule = ({ options, outcome, ...rest }: AllocatorInput): AllocatorRule => ({
  ...{ name: rest.name, options: options ?? {}, every: rest.every, minUnits: rest.minUnits, floor: rest.floor },
  outcome: { event: outcome.event, ...(outcome.value != null && { value: outcome.value }) },
});
