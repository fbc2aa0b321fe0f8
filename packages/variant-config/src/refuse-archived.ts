import { DomainError } from '@trialogue/errors';
import type { Heads } from './heads';
import type { PromptVersionBody } from './release-bodies';

/**
 * Throws PROMPT_VERSION_ARCHIVED for a version that is archived by now, whatever a pin or a cache still holds of it. Who
 * asks sees to it that the heads are fresh (`Releases.fresh`).
 *
 * @param id `name@number`
 */
export function refuseArchived(heads: Heads, id: string): void {
  const now = heads.head<PromptVersionBody>('prompt_version', id);
  if (now?.body.status === 'ARCHIVED') throw new DomainError('PROMPT_VERSION_ARCHIVED', { prompt: id });
}
