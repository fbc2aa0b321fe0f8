import { fileEntries, isName, type Tables, versionLoaders } from '@trialogue/subgraph';
import DataLoader from 'dataloader';
import { In } from 'typeorm';
import { Prompt, PromptLabel } from './prompt.entity';
import { promptStates } from './prompt.state';
import { PromptVersion } from './prompt-version.entity';

export type PromptLoaders = ReturnType<typeof promptLoaders>;

/** What one request reads: one statement per kind of thing, however many are asked for. */
export function promptLoaders(tables: Tables) {
  return {
    prompts: new DataLoader<string, Prompt | null>(async (names) => {
      const found = await tables.manager.findBy(Prompt, { name: In(names.filter(isName)) });
      const byName = new Map(found.map((prompt) => [prompt.name, prompt]));
      return names.map((name) => byName.get(name) ?? null);
    }),

    labels: new DataLoader<string, PromptLabel[]>(async (names) => {
      const found = await tables.manager.find(PromptLabel, {
        where: { prompt: In(names) },
        order: { label: 'ASC' },
      });
      return names.map((name) => found.filter(({ prompt }) => prompt === name));
    }),

    files: fileEntries(tables, 'prompt', promptStates),

    ...versionLoaders(tables, PromptVersion, 'promptName'),
  };
}
