import { contentHash } from '@trialogue/canonical-json';
import { DomainError } from '@trialogue/errors';
import type { ArmOutcomes, JsonObject, Logger } from '@trialogue/plugin-api';
import { withinTime } from '@trialogue/plugin-api/host';
import type { LoadedAllocator } from './plugins/loaded-plugin';
import { type Seed, seeded } from './seeded';

/** Why an allocator gave no weights, for people. */
export class AllocatorFailed extends Error {
  override readonly name = 'AllocatorFailed';
}

export interface AllocatorRequest {
  readonly arms: readonly ArmOutcomes[];
  readonly options: JsonObject;
  /** What else tells this request from others: with it, the arms and the options, the random numbers are given. */
  readonly seed: string;
  /** No weight falls below it; at most 1 divided by the number of arms. */
  readonly floor: number;
  readonly timeLimitMs: number;
  readonly signal: AbortSignal;
  readonly logger: Logger;
}

/**
 * The weights that an allocator gives to arms: they sum to 1. Each is the floor and its part of what the floors leave, so
 * that arms stay in the allocator's order (as ε-greedy mixes its choice with chance: Sutton and Barto, Reinforcement
 * Learning, 2nd edition, section 2.2).
 *
 * @throws AllocatorFailed, DomainError of an isolated plugin, or what `signal` was aborted with
 */
export async function askAllocator(
  { allocator, options: schema, running }: LoadedAllocator,
  { arms, options, seed, floor, timeLimitMs, signal, logger }: AllocatorRequest,
): Promise<ReadonlyMap<string, number>> {
  const read = schema.read(options);
  if ('problems' in read)
    throw new AllocatorFailed(`its options are refused: ${read.problems.map(({ message }) => message).join('; ')}`);
  // Of the text: sums of squares have no canonical form once they are past 2^53.
  const random = seeded(seedOf(contentHash(JSON.stringify({ arms, options, seed }))));
  const tooLate = () => new AllocatorFailed(`it took longer than ${timeLimitMs} ms`);
  const ask = (inner: AbortSignal) => allocator.allocate(arms, { options: read.value, random, signal: inner });
  const answer = await running
    .during(() => withinTime(timeLimitMs, signal, tooLate, async (inner) => ask(inner)))
    .catch((error: unknown) => {
      if (signal.aborted || error instanceof AllocatorFailed || error instanceof DomainError) throw error;
      logger.error({ err: error, allocator: allocator.name }, 'An allocator threw an error.');
      throw new AllocatorFailed(`it threw ${error instanceof Error ? error.name : 'something that is no Error'}`);
    });
  return floored(answer, arms, floor);
}

/** Four numbers of 32 bits. */
const seedOf = (hash: string): Seed =>
  [0, 8, 16, 24].map((at) => Number.parseInt(hash.slice(at, at + 8), 16)) as unknown as Seed;

function floored(answer: unknown, arms: readonly ArmOutcomes[], floor: number): ReadonlyMap<string, number> {
  if (typeof answer !== 'object' || answer === null) throw new AllocatorFailed('it answers no weights');
  const keys = arms.map(({ variant }) => variant);
  const unknown = Object.keys(answer).find((key) => !keys.includes(key));
  if (unknown !== undefined) throw new AllocatorFailed(`it gives a weight to ${unknown}, which is no variant`);
  const given = keys.map((key) => [key, (answer as { readonly [key: string]: unknown })[key]] as const);
  const weights = given.map(([key, weight]) => {
    if (typeof weight === 'number' && weight >= 0 && weight < Number.POSITIVE_INFINITY) return weight;
    throw new AllocatorFailed(`the weight that it gives to ${key} is ${String(weight)}`);
  });
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (!(sum > 0 && sum < Number.POSITIVE_INFINITY)) throw new AllocatorFailed(`its weights sum to ${sum}`);
  const left = Math.max(0, 1 - floor * keys.length);
  return new Map(keys.map((key, index) => [key, floor + (left * weights[index]!) / sum]));
}
