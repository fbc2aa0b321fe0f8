import { fileEntries, isName, type Tables, versionLoaders } from '@trialogue/subgraph';
import DataLoader from 'dataloader';
import { In } from 'typeorm';
import { Prompt, PromptLabel, PromptLabelMove } from './prompt.entity';
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

    moves: new DataLoader<MovesAsked, PromptLabelMove[], string>((asked) => lastMoves(tables, asked), {
      cacheKeyFn: ({ prompt, label, most }) => `${prompt} ${label} ${most}`,
    }),

    files: fileEntries(tables, 'prompt', promptStates),

    ...versionLoaders(tables, PromptVersion, 'promptName'),
  };
}

interface MovesAsked {
  readonly prompt: string;
  readonly label: string;
  readonly most: number;
}

async function lastMoves(tables: Tables, asked: readonly MovesAsked[]): Promise<PromptLabelMove[][]> {
  const found = await tables.manager
    .createQueryBuilder(PromptLabelMove, 'm')
    .where(
      `(m.prompt, m.label, m.seq) in (
        select asked.prompt, asked.label, shown.seq
          from unnest(:prompts::text[], :labels::text[], :limits::int[]) as asked (prompt, label, most)
          cross join lateral (
            select move.seq from exp.prompt_label_moves move
             where move.prompt = asked.prompt and move.label = asked.label
             order by move.seq desc limit asked.most) as shown)`,
    )
    .setParameters({
      prompts: asked.map(({ prompt }) => prompt),
      labels: asked.map(({ label }) => label),
      limits: asked.map(({ most }) => most),
    })
    .orderBy('m.seq', 'DESC')
    .getMany();
  return asked.map(({ prompt, label, most }) =>
    found.filter((move) => move.prompt === prompt && move.label === label).slice(0, most),
  );
}
