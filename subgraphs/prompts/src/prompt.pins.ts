import { DomainError } from '@trialogue/errors';
import type { Releases } from '@trialogue/store';
import { experimentServing } from '@trialogue/subgraph';

/** Throws PROMPT_VERSION_PINNED when an experiment serves the version, `name@number`, to somebody. */
export async function refusePinned(releases: Releases, id: string): Promise<void> {
  const experiment = await experimentServing(releases, 'prompt_version', id);
  if (experiment !== undefined)
    throw new DomainError('PROMPT_VERSION_PINNED', { prompt: id, by: `the experiment ${experiment}` });
}
