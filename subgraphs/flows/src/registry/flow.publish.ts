import type { Releases } from '@trialogue/store';
import { sqlOf, writeRow } from '@trialogue/subgraph';
import type { FlowBody } from '@trialogue/variant-config';
import type { EntityManager } from 'typeorm';
import { Flow } from './flow.entity';
import { bodyOf } from './flow-version.content';
import { FlowVersion } from './flow-version.entity';

/** Saves a version and publishes what it says, in the transaction of `manager`. */
export async function publishVersion(manager: EntityManager, releases: Releases, version: FlowVersion): Promise<void> {
  const release = { kind: 'flow_version', key: version.id, schema: 1, body: bodyOf(version) };
  version.release = (await releases.publish(sqlOf(manager), release)).hash;
  await writeRow(manager, version);
}

/** Publishes which versions a flow has; nothing is written when that has not changed. */
export async function publishFlow(manager: EntityManager, releases: Releases, key: string): Promise<void> {
  const { description } = await manager.findOneByOrFail(Flow, { key });
  const versions = await manager.find(FlowVersion, {
    select: { number: true, release: true },
    where: { flowKey: key },
  });
  const body: FlowBody = {
    name: key,
    description,
    versions: Object.fromEntries(versions.map(({ number, release }) => [number, release])),
  };
  const refs = versions.map(({ release }) => release);
  await releases.publish(sqlOf(manager), { kind: 'flow', key, schema: 1, body, refs });
}
