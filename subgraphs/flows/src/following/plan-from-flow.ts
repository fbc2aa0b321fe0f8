import { DomainError } from '@trialogue/errors';
import {
  flowCalls,
  flowVersionOf,
  type ListedHeads,
  parsePromptReference,
  policyVersionOf,
  promptVersionOf,
  type StrategyBody,
} from '@trialogue/variant-config';
import type { ConversationPlan } from './conversation-plan';

/**
 * Just this flow, and what its states and its calls name, in the versions that they mean now. Throws FLOW_NOT_FOUND,
 * PROMPT_NOT_FOUND, POLICY_NOT_FOUND and STRATEGY_NOT_FOUND.
 *
 * @param unpublished whether the version may be a draft or archived
 */
export function planFromFlow(
  releases: ListedHeads,
  flow: string,
  unpublished: boolean,
): { readonly plan: ConversationPlan } {
  const version = flowVersionOf(releases, flow);
  const isServed = version?.body.status === 'ACTIVE' || (unpublished && version?.body.status !== 'DRAINING');
  if (!version || !isServed) throw new DomainError('FLOW_NOT_FOUND', { flow });
  const { reference, hash, body } = version;
  const { absent, references } = flowCalls(body, (name) => releases.head<StrategyBody>('strategy', name)?.body);
  if (absent[0] !== undefined) throw new DomainError('STRATEGY_NOT_FOUND', { strategy: absent[0] });
  const ofKind = (wanted: string) => references.flatMap(({ kind, value }) => (kind === wanted ? [value] : []));
  const pins = [
    ...[...body.prompts, ...ofKind('prompt')].map((prompt) => [prompt, promptHash(releases, prompt)] as const),
    ...ofKind('model').map((policy) => [policy, policyHash(releases, policy)] as const),
  ];
  return {
    plan: {
      strategy: 'prompt_template',
      config: { execution_strategy: 'prompt_template', flow_config: { flow_id: reference } },
      pins: Object.fromEntries(pins),
      flow: { reference, hash },
    },
  };
}

function policyHash(releases: ListedHeads, policy: string): string {
  const version = policyVersionOf(releases, policy);
  if (!version) throw new DomainError('POLICY_NOT_FOUND', { policy });
  return version.hash;
}

function promptHash(releases: ListedHeads, prompt: string): string {
  const reference = parsePromptReference(prompt);
  const version = reference && promptVersionOf(releases, reference);
  if (!version) throw new DomainError('PROMPT_NOT_FOUND', { prompt });
  return version.hash;
}
