import { type Entry, readEntries } from './entries';
import { type Environment, filledIn } from './environment';
import { type Outcome, refused } from './outcome';
import { policyEntrySchema } from './schemas';

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

/** What `applyPolicies` takes, the entries it came from, what was refused before, and every file that was read. */
export function readPolicies(root: string, environment: Environment) {
  const read = readEntries<PolicyEntry>(root, 'policies', 'policy', policyEntrySchema);
  const outcomes: Outcome[] = [...read.refused];
  const entries: Entry<PolicyEntry>[] = [];
  const inputs: object[] = [];
  for (const entry of read.entries) {
    const { endpoints, faults } = endpointsOf(entry, environment);
    if (faults[0]) {
      const { name } = entry.value;
      outcomes.push({ ...refused(entry.file.name, entry.line, `policy ${name}`, ''), notes: faults });
      continue;
    }
    entries.push(entry);
    inputs.push(toInput(entry.value, endpoints));
  }
  return { entries, inputs, refused: outcomes, files: read.files };
}

/** Where each version is served, with what the environment says filled in. */
function endpointsOf({ value, index, file }: Entry<PolicyEntry>, environment: Environment) {
  const faults: Outcome['notes'][number][] = [];
  const endpoints = value.versions.map(({ endpoint }, position) => {
    try {
      return filledIn(endpoint, environment);
    } catch (error) {
      const path = ['versions', position, 'endpoint'];
      const message = `${path.join('.')} ${(error as Error).message}`;
      faults.push({ line: file.lineOf(['policies', index, ...path]), message });
      return '';
    }
  });
  return { endpoints, faults };
}

function toInput(policy: PolicyEntry, endpoints: readonly string[]): object {
  return {
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
      endpoint: endpoints[index]!,
      ...(version.timeout_ms !== undefined && { timeoutMs: version.timeout_ms }),
    })),
  };
}
