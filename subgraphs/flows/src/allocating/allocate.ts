import type { AllocatorSnapshot, ExperimentSnapshot } from '@trialogue/assignment';
import { AllocatorFailed, askAllocator, type GraphPort, type LoadedAllocator } from '@trialogue/executor';
import type { ArmOutcomes, Logger } from '@trialogue/plugin-api';
import type { Release, Store } from '@trialogue/store';
import type { AllocationOutcome } from './allocation-metrics';

export interface AllocationServices {
  readonly store: Pick<Store, 'allocators'>;
  readonly plugins: { allocator(name: string): LoadedAllocator | undefined };
  /** Absent: nothing can be changed. */
  readonly graph?: GraphPort;
  readonly logger: Logger;
}

export interface Allocation {
  readonly outcome: AllocationOutcome;
  /** Why it cannot choose yet. */
  readonly problem: string | null;
  /** It is to be gone on with at once: the event log was not read to its end. */
  readonly isUnread?: boolean;
}

const askingMs = 10_000;
/** Weights that move less stay as they are: each change is a release, and an allocation of its own. */
const leastMove = 0.01;
/** Codes of changes that came first: the next run reads anew. */
const overtaken = ['RELEASE_CONFLICT', 'EXPERIMENT_NOT_RUNNING', 'ALLOCATION_TOO_SOON'];

const mutation = `mutation Allocate($input: AllocateInput!) { allocate(input: $input) { version } }`;

/**
 * Reads the outcomes of an experiment's variants, asks its allocator for weights, and gives them to the experiment, if
 * that is still as it was. Throws whatever failed.
 */
export async function allocate(
  { store, plugins, graph, logger }: AllocationServices,
  { hash: release, body }: Release<ExperimentSnapshot>,
  allocator: AllocatorSnapshot,
  signal: AbortSignal,
): Promise<Allocation> {
  const { name, outcome, options, floor, minUnits, fromAllocation } = allocator;
  const loaded = plugins.allocator(name);
  if (!loaded) throw new AllocatorFailed(`no plugin that is loaded brings the allocator ${name}`);
  const counted = await store.allocators.outcomes(body.key, { ...outcome, fromAllocation }, signal);
  if (!counted)
    return {
      ...{ outcome: 'waiting', isUnread: true },
      problem: 'it reads the event log, and has not come to its end yet; the next run goes on from there',
    };
  const arms = armsOf(body, counted);
  const few = arms.filter(({ units }) => units < minUnits);
  if (few.length > 0) {
    const listed = few.map(({ variant, units }) => `${variant} has ${units}`).join(', ');
    return { outcome: 'waiting', problem: `it waits for ${minUnits} units of each variant: ${listed}` };
  }
  const request = { arms, options: { ...options } as never, seed: release, floor };
  const weights = await askAllocator(loaded, { ...request, timeLimitMs: askingMs, signal, logger });
  if (arms.every(({ variant, weight }) => Math.abs(weights.get(variant)! - weight) < leastMove))
    return { outcome: 'kept', problem: null };
  if (!graph) throw new AllocatorFailed('this process knows no gateway to change the weights through');
  const input = {
    ...{ experiment: body.key, release, allocator: name },
    weights: [...weights].map(([variant, weight]) => ({ variant, weight })),
    because: { allocator: `${name}@${loaded.allocator.version}`, outcomes: arms.map(kept) },
  };
  try {
    await graph(mutation, { input }, { subject: `allocator:${name}`, scopes: ['edit'] });
  } catch (error) {
    const { code, extensions, message } = error as Error & { code?: string; extensions?: { code?: string } };
    if (!overtaken.includes(extensions?.code ?? code ?? '')) throw error;
    return { outcome: 'kept', problem: message };
  }
  logger.info({ experiment: body.key, allocator: name, weights: Object.fromEntries(weights) }, 'Weights were chosen.');
  return { outcome: 'chosen', problem: null };
}

/** An arm's outcomes as a release or a history can keep them: integers past 2^53 as text. */
const kept = (arm: ArmOutcomes) =>
  Object.fromEntries(
    Object.entries(arm).map(([name, value]) => [
      name,
      Number.isInteger(value) && !Number.isSafeInteger(value) ? String(value) : value,
    ]),
  );

function armsOf({ variants }: ExperimentSnapshot, counted: readonly Omit<ArmOutcomes, 'weight'>[]): ArmOutcomes[] {
  const total = variants.reduce((sum, { weight }) => sum + weight, 0);
  const none = { units: 0, sum: 0, sumSquares: 0 };
  return variants.map(({ key, weight }) => ({
    ...(counted.find(({ variant }) => variant === key) ?? none),
    ...{ variant: key, weight: weight / total },
  }));
}
