import type { AllocatorSnapshot, ExperimentSnapshot } from '@trialogue/assignment';
import { durationMs } from '@trialogue/variant-config';
import { behaviourChanges } from './experiment.behaviour';
import { ExperimentStatus } from './experiment.entity';
import type { ExperimentRules } from './experiment.rules';
import type { ExperimentSpec, Whole } from './experiment.spec';

/** The allocator that some rules name, as it is published. */
export function allocatorSnapshot({ allocator, sticky }: ExperimentRules): Pick<ExperimentSnapshot, 'allocator'> {
  if (!allocator) return {};
  const { every, ...rest } = allocator;
  const published: AllocatorSnapshot = {
    ...rest,
    everyMs: durationMs(every)!,
    fromAllocation: sticky?.blockedBefore ?? 1,
  };
  return { allocator: published };
}

/** Whether an allocator has the weights in hand. */
export const isAllocated = ({ experiment }: Pick<Whole, 'experiment'>): boolean =>
  experiment.startedAt !== null && experiment.rules.allocator !== undefined;

/**
 * What a file says, with the weights that an allocator has chosen since: the file's are those that it began with. Without
 * the allocator, or with other variants, the file's own hold.
 */
export function withChosenWeights(whole: Whole, spec: ExperimentSpec): ExperimentSpec {
  if (!isAllocated(whole) || !spec.rules.allocator || spec.variants.length !== whole.variants.length) return spec;
  const chosen = new Map(whole.variants.map(({ key, weight }) => [key, weight]));
  return { ...spec, variants: spec.variants.map((one) => ({ ...one, weight: chosen.get(one.key) ?? one.weight })) };
}

/**
 * The same with the next allocation, where a change needs one: the allocator counts them, so that no file can say which
 * comes next.
 */
export function withNextAllocation(whole: Whole, spec: ExperimentSpec): ExperimentSpec {
  const { startedAt, status, allocation } = whole.experiment;
  if (startedAt === null || status === ExperimentStatus.STOPPED || !spec.rules.allocator) return spec;
  const needsOne = behaviourChanges(whole, spec).some(({ consequence }) => consequence === 'allocation');
  return needsOne ? { ...spec, allocation: allocation + 1 } : spec;
}
