import { DomainError } from '@trialogue/errors';
import type { Releases } from '@trialogue/store';
import { flowVersionOf, parsePromptReference, promptVersionOf } from '@trialogue/variant-config';
import type { ConversationPlan } from './conversation-plan';

/**
 * Just this flow, and the prompts of its states, in the versions that they mean now. Throws FLOW_NOT_FOUND and
 * PROMPT_NOT_FOUND.
 *
 * @param unpublished whether the version may be a draft or archived
 */
export function planFromFlow(
  releases: Pick<Releases, 'head'>,
  flow: string,
  unpublished: boolean,
): { readonly plan: ConversationPlan } {
  const version = flowVersionOf(releases, flow);
  if (!version || !(unpublished || version.body.status === 'ACTIVE')) throw new DomainError('FLOW_NOT_FOUND', { flow });
  const { reference, hash, body } = version;
  const pins = body.prompts.map((prompt) => [prompt, promptHash(releases, prompt)] as const);
  return {
    plan: {
      strategy: 'prompt_template',
      config: { execution_strategy: 'prompt_template', flow_config: { flow_id: reference } },
      pins: Object.fromEntries(pins),
      flow: { reference, hash },
    },
  };
}

function promptHash(releases: Pick<Releases, 'head'>, prompt: string): string {
  const reference = parsePromptReference(prompt);
  const version = reference && promptVersionOf(releases, reference);
  if (!version) throw new DomainError('PROMPT_NOT_FOUND', { prompt });
  return version.hash;
}
