import { type FoundVersion, type ListedHeads, newestActive, numberedVersion } from './heads';
import { parseModelUri, policyVersionServing } from './model-uri';
import { parsePromptReference } from './prompt-reference';
import type { PolicyBody, PolicyVersionBody } from './release-bodies';

/**
 * The version of a policy that `name@number` names; for `name` the newest active one; for an alias, such as the uuid of
 * an older config, the one that it was given to; for `models:/name/version` or `models:/name@alias` the one that serves that
 * version of MLflow's.
 */
export function policyVersionOf(heads: ListedHeads, text: string): FoundVersion<PolicyVersionBody> | undefined {
  const uri = parseModelUri(text);
  if (uri) {
    const serving = policyVersionServing(heads, uri);
    return 'message' in serving ? undefined : serving;
  }
  const { name, number, label } = parsePromptReference(text) ?? {};
  const policy = name === undefined ? undefined : heads.head<PolicyBody>('policy', name)?.body;
  if (!policy) return aliasedVersion(heads, text);
  if (label !== undefined) return undefined;
  if (number !== undefined) return numberedVersion(heads, 'model', policy.name, number);
  return newestActive(heads, 'model', policy);
}

function aliasedVersion(heads: ListedHeads, alias: string): FoundVersion<PolicyVersionBody> | undefined {
  const policy = heads.heads<PolicyBody>('policy').find(({ body }) => Object.hasOwn(body.aliases, alias))?.body;
  return policy && numberedVersion(heads, 'model', policy.name, policy.aliases[alias]!);
}
