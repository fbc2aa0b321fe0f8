import { canonicalJson, contentHash } from '@trialogue/canonical-json';
import type { PolicyVersionBody } from '@trialogue/variant-config';
import type { ApplyPolicyVersionInput } from './policy.input';
import type { PolicyVersion } from './policy-version.entity';

/** What a version says, as plain JSON, where it is served included. */
export type VersionContent = Omit<PolicyVersionBody, 'name' | 'number' | 'checksum'> & { readonly endpoint: string };

export function contentOf(input: ApplyPolicyVersionInput): VersionContent {
  const { description, status, modelName, modelVersion, endpoint, inputs, params, timeoutMs } = input;
  return {
    ...{ description, status, modelName, modelVersion, endpoint, timeoutMs },
    inputs: inputs.map(({ name, type, required, description: text }) => ({
      ...{ name, type, required },
      ...(text && { description: text }),
    })),
    params: params ?? {},
  };
}

/** SHA-256 of what a version does. The order of the inputs is that of the columns which the model is given. */
export function checksumOf({ modelName, modelVersion, inputs, params }: VersionContent): string {
  const columns = inputs.map(({ name, type, required }) => ({ name, type, required }));
  return contentHash({ modelName, modelVersion, inputs: columns, params });
}

/** The body of the version's release. */
export const bodyOf = (version: PolicyVersion): PolicyVersionBody => ({
  name: version.policyName,
  number: version.number,
  description: version.description,
  status: version.status,
  modelName: version.modelName,
  modelVersion: version.modelVersion,
  inputs: version.inputs,
  params: version.params,
  timeoutMs: version.timeoutMs,
  checksum: version.checksum,
});

/** Whether a version says this already. */
export const says = (version: PolicyVersion, content: VersionContent): boolean => {
  const before = { ...bodyOf(version), endpoint: version.endpoint };
  return canonicalJson(before) === canonicalJson({ ...before, ...content });
};
