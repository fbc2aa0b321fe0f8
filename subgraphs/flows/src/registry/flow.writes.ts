import { canonicalJson } from '@trialogue/canonical-json';
import { DomainError } from '@trialogue/errors';
import type { Releases } from '@trialogue/store';
import { ApplyOutcome, sourceAfter, sourceColumns } from '@trialogue/subgraph';
import type { IncludedFlows } from '@trialogue/variant-config';
import type { EntityManager } from 'typeorm';
import { Flow } from './flow.entity';
import type { FlowSourceInput } from './flow.input';
import { publishVersion } from './flow.publish';
import { changeStatus } from './flow.status';
import { bodyOf, checksumOf, doesTheSame, type VersionContent } from './flow-version.content';
import { FlowStatus, FlowVersion } from './flow-version.entity';

/** What is written within a change; the caller holds the flow's lock and publishes the flow at the end. */
export interface VersionWrite {
  readonly flowKey: string;
  readonly number: number;
  readonly content: VersionContent;
  /** What its definition means by the flows that it names; of a version that is published, what it meant then stays. */
  readonly flows: IncludedFlows | undefined;
  /** Undefined: the graph's, unless the version is there. */
  readonly source?: FlowSourceInput;
  readonly by: string;
  readonly at: Date;
}

/** Creates the flow unless it exists; answers whether it did not. */
export async function ensureFlow(manager: EntityManager, key: string, at: Date): Promise<boolean> {
  if (await manager.existsBy(Flow, { key })) return false;
  await manager.insert(Flow, { key, description: '', createdAt: at });
  return true;
}

export async function nextNumber(manager: EntityManager, flowKey: string): Promise<number> {
  return ((await manager.maximum(FlowVersion, 'number', { flowKey })) ?? 0) + 1;
}

/** Throws FLOW_NOT_FOUND. */
export async function versionOrThrow(manager: EntityManager, flowKey: string, number: number): Promise<FlowVersion> {
  const version = await manager.findOneBy(FlowVersion, { flowKey, number });
  if (!version) throw new DomainError('FLOW_NOT_FOUND', { flow: `${flowKey}@${number}` });
  return version;
}

/**
 * Creates a version, or brings one up to date in what may change. Throws FLOW_VERSION_IMMUTABLE when it is published and
 * behaves otherwise or should be a draft again, and as `changeStatus`.
 */
export async function writeVersion(
  manager: EntityManager,
  releases: Releases,
  write: VersionWrite,
): Promise<{ readonly version: FlowVersion; readonly outcome: ApplyOutcome }> {
  const { flowKey, number, content, source, by, at } = write;
  const version = await manager.findOneBy(FlowVersion, { flowKey, number });
  if (!version) {
    const created = manager.create(FlowVersion, {
      ...{ flowKey, number, ...content, ...includedIn(write), ...sourceColumns(source) },
      ...{ createdBy: by, createdAt: at },
    } as Partial<FlowVersion>);
    await publishVersion(manager, releases, created);
    return { version: created, outcome: ApplyOutcome.CREATED };
  }
  const isPublished = version.status !== FlowStatus.DRAFT;
  if (isPublished && (!doesTheSame(content.definition, version) || content.status === FlowStatus.DRAFT))
    throw new DomainError('FLOW_VERSION_IMMUTABLE', { flow: flowKey, version: number });
  const now = { ...content, ...(isPublished ? {} : includedIn(write)), ...sourceAfter(version, source) };
  const before = allOf(version);
  await changeStatus(releases, version, content.status);
  Object.assign(version, now);
  if (allOf(version) === before) return { version, outcome: ApplyOutcome.UNCHANGED };
  await publishVersion(manager, releases, version);
  return { version, outcome: ApplyOutcome.UPDATED };
}

const includedIn = ({ content, flows }: VersionWrite) => ({
  includes: flows ?? null,
  checksum: checksumOf(content.definition, flows),
});

const allOf = (version: FlowVersion): string =>
  canonicalJson([bodyOf(version), version.sourceFile ?? null, version.sourceCommit ?? null] as never);
