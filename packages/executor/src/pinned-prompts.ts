import { DomainError } from '@trialogue/errors';
import type { Releases } from '@trialogue/store';
import type { PromptVersionBody } from '@trialogue/variant-config';
import type { ExecutionPlan } from './plan';

type ReleaseReader = Pick<Releases, 'get'>;

/** The prompt version that a reference meant when the plan was made. Throws PROMPT_NOT_FOUND. */
export async function pinnedPrompt(
  { pins }: Pick<ExecutionPlan, 'pins'>,
  reference: string,
  releases: ReleaseReader,
): Promise<PromptVersionBody> {
  const hash = Object.hasOwn(pins, reference) ? pins[reference] : undefined;
  const release = hash === undefined ? undefined : await releases.get<PromptVersionBody>(hash);
  if (release?.kind !== 'prompt_version') throw new DomainError('PROMPT_NOT_FOUND', { prompt: reference });
  return release.body;
}

/** All prompt versions that a plan pins. */
export async function pinnedPrompts({ pins }: ExecutionPlan, releases: ReleaseReader): Promise<PromptVersionBody[]> {
  const pinned = await Promise.all(Object.values(pins).map((hash) => releases.get<PromptVersionBody>(hash)));
  return pinned.flatMap((release) => (release?.kind === 'prompt_version' ? [release.body] : []));
}
