import type { JsonObject } from '@trialogue/plugin-api';
import type { PromptVersionBody } from '@trialogue/variant-config';
import { type EntityManager, In } from 'typeorm';
import { Prompt, PromptLabel } from './prompt.entity';
import { bodyOf, type VersionContent } from './prompt-version.content';
import { PromptVersion } from './prompt-version.entity';

/** Prompts as they stand, in the shape of what files say of them, by name. */
export async function promptStates(
  manager: EntityManager,
  names: readonly string[],
): Promise<ReadonlyMap<string, JsonObject>> {
  const prompts = await manager.findBy(Prompt, { name: In([...names]) });
  const versions = await manager.find(PromptVersion, {
    where: { promptName: In([...names]) },
    order: { number: 'ASC' },
  });
  const labels = await manager.find(PromptLabel, { where: { prompt: In([...names]) }, order: { label: 'ASC' } });
  return new Map(
    prompts.map(({ name, description }) => {
      const own = versions.filter(({ promptName }) => promptName === name);
      const placed = labels.filter(({ prompt }) => prompt === name);
      const state = {
        description,
        versions: own.map(versionState),
        labels: placed.map(({ label, number: version }) => ({ label, version })),
      };
      return [name, state as unknown as JsonObject];
    }),
  );
}

function versionState(version: PromptVersion): object {
  const { sourceFile } = version;
  return { ...stateOf(bodyOf(version)), source: sourceFile === null ? null : { file: sourceFile } };
}

/** What a version says, as files do: without what follows from that. */
export function stateOf(content: VersionContent | PromptVersionBody): JsonObject {
  const { name: _, checksum: __, includes: ___, ...said } = content as PromptVersionBody;
  return said as unknown as JsonObject;
}
