import { DomainError } from '@trialogue/errors';
import type { Releases } from '@trialogue/store';
import { experimentServing, sqlOf, writeRow } from '@trialogue/subgraph';
import type { PolicyBody } from '@trialogue/variant-config';
import type { EntityManager } from 'typeorm';
import { Policy } from './policy.entity';
import { bodyOf, checksumOf, says, type VersionContent } from './policy-version.content';
import { PolicyStatus, PolicyVersion } from './policy-version.entity';

/** What is written within a change; the caller holds the lock and publishes the policy at the end. */
export interface VersionWrite {
  readonly policy: string;
  readonly number: number;
  /** Undefined: as it is, or none. */
  readonly alias: string | undefined;
  readonly content: VersionContent;
  readonly at: Date;
}

/**
 * Creates a version, or brings one up to date in what may change; answers whether anything did. Throws
 * POLICY_VERSION_IMMUTABLE when it is there and does something else or has another alias, POLICY_VERSION_PINNED when it
 * is to be archived and somebody is served it.
 */
export async function writeVersion(manager: EntityManager, releases: Releases, write: VersionWrite): Promise<boolean> {
  const { policy, number, content, at } = write;
  const checksum = checksumOf(content);
  const version = await manager.findOneBy(PolicyVersion, { policyName: policy, number });
  const alias = write.alias ?? version?.alias ?? null;
  if (!version) {
    const fields = { policyName: policy, number, alias, ...content, checksum, createdAt: at };
    await publishVersion(manager, releases, manager.create(PolicyVersion, fields as Partial<PolicyVersion>));
    return true;
  }
  const refuse = (part: string) => new DomainError('POLICY_VERSION_IMMUTABLE', { policy, version: number, part });
  if (version.checksum !== checksum) throw refuse('behaviour (model, inputs, params)');
  // Configs that say the alias would mean something else from then on.
  if (version.alias !== null && version.alias !== alias) throw refuse(`id ${version.alias}`);
  if (says(version, content) && version.alias === alias) return false;
  if (content.status === PolicyStatus.ARCHIVED && version.status !== PolicyStatus.ARCHIVED)
    await refusePinned(releases, version.id);
  await publishVersion(manager, releases, Object.assign(version, content, { alias }));
  return true;
}

/** Publishes which versions a policy has, their aliases, and where they are served. */
export async function publishPolicy(manager: EntityManager, releases: Releases, name: string): Promise<void> {
  const { description } = await manager.findOneByOrFail(Policy, { name });
  const versions = await manager.findBy(PolicyVersion, { policyName: name });
  const body: PolicyBody = {
    name,
    description,
    versions: Object.fromEntries(versions.map(({ number, release }) => [number, release])),
    aliases: Object.fromEntries(versions.flatMap(({ number, alias }) => (alias === null ? [] : [[alias, number]]))),
    endpoints: Object.fromEntries(versions.map(({ number, endpoint }) => [number, endpoint])),
  };
  const refs = versions.map(({ release }) => release);
  await releases.publish(sqlOf(manager), { kind: 'policy', key: name, schema: 1, body, refs });
}

async function publishVersion(manager: EntityManager, releases: Releases, version: PolicyVersion): Promise<void> {
  const release = { kind: 'policy_version', key: version.id, schema: 1, body: bodyOf(version) };
  version.release = (await releases.publish(sqlOf(manager), release)).hash;
  await writeRow(manager, version);
}

async function refusePinned(releases: Releases, id: string): Promise<void> {
  const experiment = await experimentServing(releases, 'policy_version', id);
  if (experiment !== undefined)
    throw new DomainError('POLICY_VERSION_PINNED', { policy: id, by: `the experiment ${experiment}` });
}
