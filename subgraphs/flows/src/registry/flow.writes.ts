import { canonicalJson } from '@trialogue/canonical-json';
import { DomainError } from '@trialogue/errors';
import type { Releases } from '@trialogue/store';
import { experimentServing } from '@trialogue/subgraph';
import type { EntityManager } from 'typeorm';
import { Flow } from './flow.entity';
import { publishVersion } from './flow.publish';
import { bodyOf, type VersionContent } from './flow-version.content';
import { FlowStatus, FlowVersion } from './flow-version.entity';

/** Creates the flow unless it exists; answers whether it did not, and whether its description changed. */
export async function ensureFlow(
  manager: EntityManager,
  key: string,
  description: string,
  at: Date,
): Promise<{ readonly created: boolean; readonly changed: boolean }> {
  const flow = await manager.findOneBy(Flow, { key });
  if (!flow) await manager.insert(Flow, { key, description, createdAt: at });
  else if (flow.description !== description) await manager.update(Flow, { key }, { description });
  return { created: !flow, changed: flow?.description !== description };
}

/**
 * Creates a version, or brings one up to date in what may change; answers whether anything did. The caller holds the
 * flow's lock and publishes the flow at the end. Throws FLOW_VERSION_IMMUTABLE when it is published and behaves
 * otherwise or should be a draft again, FLOW_VERSION_PINNED when it is to be archived and somebody is served it.
 */
export async function writeVersion(
  manager: EntityManager,
  releases: Releases,
  flowKey: string,
  number: number,
  content: VersionContent,
  at: Date,
): Promise<boolean> {
  const version = await manager.findOneBy(FlowVersion, { flowKey, number });
  if (!version) {
    const created = manager.create(FlowVersion, { flowKey, number, ...content, createdAt: at } as Partial<FlowVersion>);
    await publishVersion(manager, releases, created);
    return true;
  }
  const published = version.status !== FlowStatus.DRAFT;
  if (published && (version.checksum !== content.checksum || content.status === FlowStatus.DRAFT))
    throw new DomainError('FLOW_VERSION_IMMUTABLE', { flow: flowKey, version: number });
  const before = canonicalJson(bodyOf(version));
  if (content.status === FlowStatus.ARCHIVED && version.status !== FlowStatus.ARCHIVED)
    await refusePinned(releases, version.id);
  Object.assign(version, content);
  if (canonicalJson(bodyOf(version)) === before) return false;
  await publishVersion(manager, releases, version);
  return true;
}

async function refusePinned(releases: Releases, id: string): Promise<void> {
  const experiment = await experimentServing(releases, 'flow_version', id);
  if (experiment !== undefined)
    throw new DomainError('FLOW_VERSION_PINNED', { flow: id, by: `the experiment ${experiment}` });
}
