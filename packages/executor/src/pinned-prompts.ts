import { DomainError } from '@trialogue/errors';
import type { Releases } from '@trialogue/store';
import { type PromptVersionBody, refuseArchived } from '@trialogue/variant-config';
import type { ExecutionPlan } from './plan';

type ReleaseReader = Pick<Releases, 'get' | 'head' | 'fresh'>;

/**
 * The prompt version that a reference meant when the plan was made. Throws PROMPT_NOT_FOUND, and PROMPT_VERSION_ARCHIVED
 * when it is archived by now.
 */
export async function pinnedPrompt(
  { pins }: Pick<ExecutionPlan, 'pins'>,
  reference: string,
  releases: ReleaseReader,
): Promise<PromptVersionBody> {
  const hash = Object.hasOwn(pins, reference) ? pins[reference] : undefined;
  const release = hash === undefined ? undefined : await releases.get<PromptVersionBody>(hash);
  if (release?.kind !== 'prompt_version') throw new DomainError('PROMPT_NOT_FOUND', { prompt: reference });
  const { name, number } = release.body;
  await releases.fresh();
  refuseArchived(releases, `${name}@${number}`);
  return release.body;
}

/** All prompt versions that a plan pins, archived ones too. */
export async function pinnedPrompts(
  { pins }: ExecutionPlan,
  releases: Pick<Releases, 'get'>,
): Promise<PromptVersionBody[]> {
  const pinned = await Promise.all(Object.values(pins).map((hash) => releases.get<PromptVersionBody>(hash)));
  return pinned.flatMap((release) => (release?.kind === 'prompt_version' ? [release.body] : []));
}
