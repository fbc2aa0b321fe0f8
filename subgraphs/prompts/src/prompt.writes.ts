import { canonicalJson } from '@trialogue/canonical-json';
import { DomainError } from '@trialogue/errors';
import type { Releases } from '@trialogue/store';
import { ApplyOutcome } from '@trialogue/subgraph';
import type { EntityManager } from 'typeorm';
import { Prompt, PromptLabel } from './prompt.entity';
import { refusePinned } from './prompt.pins';
import { publishVersion } from './prompt.publish';
import { bodyOf, checksumOf, type VersionContent } from './prompt-version.content';
import { PromptStatus, PromptVersion } from './prompt-version.entity';

/** What is written within a change; the caller holds the prompt's lock and publishes the prompt at the end. */
export interface VersionWrite {
  readonly name: string;
  readonly number: number;
  readonly content: VersionContent;
  /** Undefined: as it is, or none. */
  readonly sourceFile?: string;
  readonly at: Date;
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
 * Creates a version, or brings one up to date in what may change. Throws PROMPT_VERSION_IMMUTABLE when it is there and
 * does something else, PROMPT_VERSION_PINNED when it is to be archived and somebody is served it.
 */
export async function writeVersion(
  manager: EntityManager,
  releases: Releases,
  { name, number, content, sourceFile, at }: VersionWrite,
): Promise<{ version: PromptVersion; outcome: ApplyOutcome }> {
  const checksum = checksumOf(content);
  const version = await manager.findOneBy(PromptVersion, { promptName: name, number });
  if (!version) {
    const fields = { promptName: name, number, ...content, checksum, sourceFile: sourceFile ?? null, createdAt: at };
    const created = manager.create(PromptVersion, fields as Partial<PromptVersion>);
    return { version: await publishVersion(manager, releases, created), outcome: ApplyOutcome.CREATED };
  }
  if (version.checksum !== checksum)
    throw new DomainError('PROMPT_VERSION_IMMUTABLE', { prompt: name, version: number });
  const before = bodyOf(version);
  const same = canonicalJson(before) === canonicalJson({ ...before, ...content });
  if (same && (sourceFile === undefined || sourceFile === version.sourceFile))
    return { version, outcome: ApplyOutcome.UNCHANGED };
  if (content.status === PromptStatus.ARCHIVED && version.status !== PromptStatus.ARCHIVED)
    await refusePinned(releases, version.id);
  Object.assign(version, content, { sourceFile: sourceFile ?? version.sourceFile });
  return { version: await publishVersion(manager, releases, version), outcome: ApplyOutcome.UPDATED };
}

/** Answers whether the label stood elsewhere. The version must exist. */
export async function moveLabel(
  manager: EntityManager,
  prompt: string,
  label: string,
  number: number,
): Promise<boolean> {
  const placed = await manager.findOneBy(PromptLabel, { prompt, label });
  if (placed?.number === number) return false;
  await manager.save(manager.create(PromptLabel, { prompt, label, number }));
  return true;
}
