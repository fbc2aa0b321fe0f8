import { assign } from '@trialogue/assignment';
import type { Releases } from '@trialogue/store';
import { sqlOf, writeRow } from '@trialogue/subgraph';
import type { Heads } from '@trialogue/variant-config';
import type { EntityManager } from 'typeorm';
import { snapshotOf } from './experiment.snapshot';
import type { Whole } from './experiment.spec';
import { readWhole } from './experiment.writes';
import { dependents, prerequisitesOf } from './prerequisite';

/**
 * Publishes what units get of an experiment that was started, in the transaction of a manager, and says its hash to the
 * row, which the caller saves. What asks for it is published again with it.
 *
 * @param heads what is published of layers and holdouts
 */
export async function publishExperiment(
  manager: EntityManager,
  releases: Releases,
  heads: Heads,
  whole: Whole,
): Promise<void> {
  const { experiment } = whole;
  if (experiment.startedAt === null) return;
  const body = snapshotOf(whole, heads, await prerequisitesOf(manager, heads, experiment.rules));
  // What nobody can be assigned by must not reach anybody: here it throws, and nothing of it stays.
  assign(body, { unit: 'nobody', at: 0 });
  const refs = body.variants.flatMap(({ pins }) => Object.values(pins));
  const release = { kind: 'experiment', key: experiment.key, schema: 1, body, refs };
  experiment.releaseHash = (await releases.publish(sqlOf(manager), release)).hash;
  await writeRow(manager, experiment);
  for (const { key } of await dependents(manager, experiment.key))
    await publishExperiment(manager, releases, heads, (await readWhole(manager, key))!);
}
