import { DomainError } from '@trialogue/errors';
import type { Json, Policy } from '@trialogue/plugin-api';
import type { Releases } from '@trialogue/store';
import {
  effectivePolicyParams,
  endpointUrls,
  type PolicyBody,
  type PolicyVersionBody,
} from '@trialogue/variant-config';
import type { ExecutionPlan } from './plan';

type PolicyReader = Pick<Releases, 'get' | 'head'>;

const standInPrefix = 'standin:';

/** What messages and records call a policy's model: as the end of MLflow's `models:/NAME/VERSION`. */
export const policyModelName = ({ name, version }: Policy['model']): string => `${name}/${version}`;

/**
 * The policy version that a reference meant when the plan was made, and where it is served now. Throws POLICY_NOT_FOUND,
 * or MODEL_NOT_CONFIGURED when it is to be served by a stand-in and there is none.
 *
 * @param standInUrl base URL of the stand-in's models
 */
export async function pinnedPolicy(
  { pins, config }: Pick<ExecutionPlan, 'pins' | 'config'>,
  reference: string,
  releases: PolicyReader,
  standInUrl: string | undefined,
): Promise<Policy> {
  const hash = Object.hasOwn(pins, reference) ? pins[reference] : undefined;
  const version = hash === undefined ? undefined : await policyVersion(hash, releases);
  const endpoint = version && endpointOf(version, releases);
  if (!version || endpoint === undefined) throw new DomainError('POLICY_NOT_FOUND', { policy: reference });
  const model = { name: version.modelName, version: version.modelVersion };
  return {
    reference: `${version.name}@${version.number}`,
    model,
    inputs: version.inputs.map(({ name, type, required }) => ({ name, type, required })),
    params: effectivePolicyParams(version, config),
    urls: urlsOf(endpoint, model, standInUrl),
    timeoutMs: currentOf(version, releases).timeoutMs,
    standIn: endpoint.startsWith(standInPrefix),
  };
}

/** Whether, as things are now, a stand-in would serve a policy that a plan pins; not one that is only asked beside it. */
export async function pinsStandIn(
  { pins, config }: Pick<ExecutionPlan, 'pins' | 'config'>,
  releases: PolicyReader,
): Promise<boolean> {
  const { served, shadows } = textsOf(config);
  const counted = Object.entries(pins).filter(([reference]) => served.has(reference) || !shadows.has(reference));
  const versions = await Promise.all(counted.map(([, hash]) => policyVersion(hash, releases)));
  return versions.some((version) => version && endpointOf(version, releases)?.startsWith(standInPrefix));
}

/** All texts in a config: those within a member `shadow`, and the others. */
function textsOf(config: Json) {
  const [served, shadows] = [new Set<string>(), new Set<string>()];
  const collect = (value: Json, into: Set<string>): void => {
    if (typeof value === 'string') into.add(value);
    else if (typeof value === 'object' && value !== null)
      for (const [key, part] of Object.entries(value)) collect(part as Json, key === 'shadow' ? shadows : into);
  };
  collect(config, served);
  return { served, shadows };
}

async function policyVersion(hash: string, releases: PolicyReader): Promise<PolicyVersionBody | undefined> {
  const release = await releases.get<PolicyVersionBody>(hash);
  return release?.kind === 'policy_version' ? release.body : undefined;
}

/** Read from the head: where a version is served may change while it is pinned. */
const endpointOf = ({ name, number }: PolicyVersionBody, releases: PolicyReader): string | undefined =>
  releases.head<PolicyBody>('policy', name)?.body.endpoints[number];

/** So may its time limit: what is published of the version now has it. */
const currentOf = (version: PolicyVersionBody, releases: PolicyReader): PolicyVersionBody =>
  releases.head<PolicyVersionBody>('policy_version', `${version.name}@${version.number}`)?.body ?? version;

function urlsOf(endpoint: string, model: Policy['model'], standInUrl: string | undefined): string[] {
  if (!endpoint.startsWith(standInPrefix)) return endpointUrls(endpoint);
  if (standInUrl !== undefined) return [`${standInUrl}/${encodeURIComponent(endpoint.slice(standInPrefix.length))}`];
  const reason = `its endpoint is ${endpoint}, and this process has no stand-in; give the policy the URL of a scoring server`;
  throw new DomainError('MODEL_NOT_CONFIGURED', { model: policyModelName(model), reason });
}
