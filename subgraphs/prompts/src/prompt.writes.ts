import { canonicalJson } from '@trialogue/canonical-json';
import { DomainError, type Problem } from '@trialogue/errors';
import type { Releases } from '@trialogue/store';
import { ApplyOutcome, sourceAfter, sourceColumns, sqlOf } from '@trialogue/subgraph';
import type { EntityManager } from 'typeorm';
import type { Actor } from './actor';
import { Prompt } from './prompt.entity';
import { pinIncludes } from './prompt.includes';
import type { PromptSourceInput } from './prompt.input';
import { publishVersion } from './prompt.publish';
import { changeStatus } from './prompt.status';
import { bodyOf, checksumOf, columnsOf, type VersionContent } from './prompt-version.content';
import { type PromptStatus, PromptVersion } from './prompt-version.entity';

/** What is written within a change; the caller holds the prompt's lock and publishes the prompt at the end. */
export interface VersionWrite {
  readonly name: string;
  readonly number: number;
  readonly content: VersionContent;
  /** Undefined: the graph's, unless the version is there. */
  readonly source?: PromptSourceInput;
  readonly actor: Actor;
  readonly at: Date;
  /** Where the version is in what was sent, for what is wrong with it. */
  readonly path: Problem['path'];
}

/** Creates the prompt unless it exists; answers whether it did not. */
export async function ensurePrompt(manager: EntityManager, name: string, at: Date): Promise<boolean> {
  if (await manager.existsBy(Prompt, { name })) return false;
  await manager.insert(Prompt, { name, description: '', createdAt: at });
  return true;
}

export async function nextNumber(manager: EntityManager, name: string): Promise<number> {
  return ((await manager.maximum(PromptVersion, 'number', { promptName: name })) ?? 0) + 1;
}

/** Throws PROMPT_NOT_FOUND. */
export async function versionOrThrow(manager: EntityManager, name: string, number: number): Promise<PromptVersion> {
  const version = await manager.findOneBy(PromptVersion, { promptName: name, number });
  if (!version) throw new DomainError('PROMPT_NOT_FOUND', { prompt: `${name}@${number}` });
  return version;
}

/**
 * Creates a version, or brings one up to date in what may change: what it includes stays as it was at publish. Throws
 * PROMPT_VERSION_IMMUTABLE when it is there and does something else, and as `pinIncludes` and `changeStatus`.
 */
export async function writeVersion(
  manager: EntityManager,
  releases: Releases,
  write: VersionWrite,
): Promise<{ version: PromptVersion; outcome: ApplyOutcome }> {
  const { name, number, content } = write;
  const version = await manager.findOneBy(PromptVersion, { promptName: name, number });
  if (!version) return { version: await createVersion(manager, releases, write), outcome: ApplyOutcome.CREATED };
  if (version.checksum !== checksumOf(content, version.pinned ?? undefined))
    throw new DomainError('PROMPT_VERSION_IMMUTABLE', { prompt: name, version: number });
  const before = bodyOf(version);
  const source = sourceAfter(version, write.source);
  const isSame = canonicalJson(before) === canonicalJson({ ...before, ...content });
  if (isSame && source.sourceFile === version.sourceFile && source.sourceCommit === version.sourceCommit)
    return { version, outcome: ApplyOutcome.UNCHANGED };
  await changeStatus(manager, releases, version, content.status as PromptStatus);
  Object.assign(version, columnsOf(content), source);
  return { version: await publishVersion(manager, releases, version), outcome: ApplyOutcome.UPDATED };
}

async function createVersion(
  manager: EntityManager,
  releases: Releases,
  { name, number, content, source, actor, at, path }: VersionWrite,
): Promise<PromptVersion> {
  const pinned = await pinIncludes(sqlOf(manager), name, content, path);
  const version = manager.create(PromptVersion, {
    ...columnsOf(content),
    promptName: name,
    number,
    pinned: pinned ?? null,
    checksum: checksumOf(content, pinned),
    ...sourceColumns(source),
    createdBy: actor.name,
    createdAt: at,
  } as Partial<PromptVersion>);
  return publishVersion(manager, releases, version);
}
