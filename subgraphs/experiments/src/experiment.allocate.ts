import { DomainError } from '@trialogue/errors';
import { refuseProblems } from '@trialogue/subgraph';
import type { EntityManager } from 'typeorm';
import { Change } from './change.entity';
import type { Author } from './change.record';
import { reasonProblems, weightsProblems } from './experiment.allocator.check';
import type { AllocateInput } from './experiment.allocator.input';
import { ExperimentStatus } from './experiment.entity';
import type { Whole } from './experiment.spec';
import type { ExperimentStates } from './experiment.states';
import { ExperimentAct } from './experiment.transitions';

/** Between two allocations of an experiment, so that a process gone wild does not fill the history. */
const pauseMs = 10_000;

/**
 * Gives an experiment that runs the weights that its allocator chose. Weights that it has already change nothing.
 *
 * @throws DomainError EXPERIMENT_NOT_RUNNING, CONFIG_INVALID, RELEASE_CONFLICT, ALLOCATION_TOO_SOON
 */
export async function allocate(
  manager: EntityManager,
  states: ExperimentStates,
  whole: Whole,
  { release, allocator, weights, because }: AllocateInput,
  author: Author,
): Promise<Whole> {
  const { key, status, rules, releaseHash } = whole.experiment;
  if (status !== ExperimentStatus.RUNNING) throw new DomainError('EXPERIMENT_NOT_RUNNING', { experiment: key, status });
  if (rules.allocator?.name !== allocator)
    refuseProblems(`Experiment ${key}`, [
      {
        path: ['allocator'],
        message: `is ${rules.allocator?.name ?? 'absent'} in the experiment and ${allocator} here`,
      },
    ]);
  const keys = whole.variants.map((variant) => variant.key);
  refuseProblems(`Experiment ${key}`, [
    ...weightsProblems(weights, keys, rules.allocator!.floor),
    ...reasonProblems(because ?? {}),
  ]);
  if (release !== releaseHash) throw new DomainError('RELEASE_CONFLICT', { kind: 'experiment', key });
  const chosen = new Map(weights.map(({ variant, weight }) => [variant, weight]));
  if (whole.variants.every((variant) => variant.weight === chosen.get(variant.key))) return whole;
  const last = await manager.findOne(Change, {
    where: { experimentKey: key, act: ExperimentAct.ALLOCATE },
    order: { number: 'DESC' },
  });
  const retryAfterMs = last ? last.at.getTime() + pauseMs - author.at.getTime() : 0;
  if (retryAfterMs > 0) throw new DomainError('ALLOCATION_TOO_SOON', { experiment: key, retryAfterMs });
  return states.allocate(manager, whole, chosen, author, because ?? {});
}
