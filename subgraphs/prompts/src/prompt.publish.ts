import type { Releases } from '@trialogue/store';
import { sqlOf } from '@trialogue/subgraph';
import type { PromptBody } from '@trialogue/variant-config';
import type { EntityManager } from 'typeorm';
import { Prompt, PromptLabel } from './prompt.entity';
import { bodyOf } from './prompt-version.content';
import { PromptVersion } from './prompt-version.entity';

/** Saves a version and publishes what it says, in the transaction of `manager`. */
export async function publishVersion(
  manager: EntityManager,
  releases: Releases,
  version: PromptVersion,
): Promise<PromptVersion> {
  const release = { kind: 'prompt_version', key: version.id, schema: 1, body: bodyOf(version) };
  version.release = (await releases.publish(sqlOf(manager), release)).hash;
  return manager.save(version);
}

/** Publishes which versions a prompt has and where its labels stand; nothing is written when that has not changed. */
export async function publishPrompt(manager: EntityManager, releases: Releases, name: string): Promise<void> {
  const { description } = await manager.findOneByOrFail(Prompt, { name });
  const versions = await manager.find(PromptVersion, {
    select: { number: true, release: true },
    where: { promptName: name },
  });
  const labels = await manager.findBy(PromptLabel, { prompt: name });
  const body: PromptBody = {
    name,
    description,
    labels: Object.fromEntries(labels.map(({ label, number }) => [label, number])),
    versions: Object.fromEntries(versions.map(({ number, release }) => [number, release])),
  };
  const refs = versions.map(({ release }) => release);
  await releases.publish(sqlOf(manager), { kind: 'prompt', key: name, schema: 1, body, refs });
}
