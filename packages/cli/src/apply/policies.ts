import type { Gathered, ListFormat } from './entries';
import { type Environment, filledIn } from './environment';
import { policyEntrySchema } from './schemas';
import type { Path } from './yaml-file';

interface PolicyEntry {
  readonly name: string;
  readonly description?: string;
  readonly versions: readonly VersionEntry[];
}

interface VersionEntry {
  readonly version: number;
  readonly id?: string;
  readonly description?: string;
  readonly status?: string;
  readonly model_name: string;
  readonly model_version: string;
  readonly inputs: readonly { name: string; type: string; required?: boolean; description?: string }[];
  readonly params?: object;
  readonly endpoint: string;
  readonly timeout_ms?: number;
}

/** `config/policies.yml`, with what the environment says of where each version is served. */
export const policyFormat = (environment: Environment): ListFormat<PolicyEntry> => ({
  list: 'policies',
  noun: 'policy',
  schema: policyEntrySchema,
  toInput: (policy, gathered) => ({
    input: {
      name: policy.name,
      description: policy.description ?? '',
      versions: policy.versions.map((version, index) => ({
        number: version.version,
        alias: version.id,
        description: version.description ?? '',
        status: (version.status ?? 'active').toUpperCase(),
        modelName: version.model_name,
        modelVersion: version.model_version,
        inputs: version.inputs.map((input) => ({ ...input, required: input.required ?? false })),
        params: version.params ?? {},
        endpoint: endpointOf(version, environment, ['versions', index, 'endpoint'], gathered),
        ...(version.timeout_ms !== undefined && { timeoutMs: version.timeout_ms }),
      })),
    },
  }),
});

function endpointOf({ endpoint }: VersionEntry, environment: Environment, path: Path, gathered: Gathered): string {
  try {
    return filledIn(endpoint, environment);
  } catch (error) {
    gathered.fault(path, (error as Error).message);
    return '';
  }
}
