import { DomainError } from '@trialogue/errors';
import { refusedAt, refuseProblems } from '@trialogue/subgraph';
import type { EntityManager } from 'typeorm';
import { PromptLabel } from './prompt.entity';
import { type LabelAct, moveLabel } from './prompt.labels';
import { labelPath, type Said } from './prompt.said';
import { PromptStatus, PromptVersion } from './prompt-version.entity';

/** Throws CONFIG_INVALID for labels of a file that mean no version, neither one that is there nor one of the file. */
export function refuseLabels(name: string, said: Said, published: readonly PromptVersion[]): void {
  const numbers = new Set([...published, ...said.versions].map(({ number }) => number));
  refuseProblems(
    `Prompt ${name}`,
    said.labels.flatMap(({ version }, index) =>
      numbers.has(version) ? [] : [{ path: ['labels', index, 'version'], message: `there is no version ${version}` }],
    ),
  );
}

/** Puts labels where a file says, those whose path is taken; answers whether any stood elsewhere. */
export async function moveLabels(
  manager: EntityManager,
  act: Omit<LabelAct, 'label'>,
  { labels }: Said,
  isTaken: (path: string) => boolean,
): Promise<boolean> {
  const { name: prompt } = act;
  const archived = await manager.findBy(PromptVersion, { promptName: prompt, status: PromptStatus.ARCHIVED });
  let changed = false;
  for (const [index, { label, version }] of labels.entries()) {
    if (isTaken(labelPath(label))) {
      const there = archived.find(({ number }) => number === version);
      const move = there ? refuseArchived(there) : moveLabel(manager, { ...act, label }, version);
      if (await move.catch(refusedAt(['labels', index]))) changed = true;
    }
    await manager.update(PromptLabel, { prompt, label }, { declared: version });
  }
  return changed;
}

const refuseArchived = ({ id }: PromptVersion): Promise<never> =>
  Promise.reject(new DomainError('PROMPT_VERSION_ARCHIVED', { prompt: id }));
