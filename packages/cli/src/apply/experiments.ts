import { readEntries } from './entries';
import { experimentEntrySchema } from './experiment-schema';

interface ExperimentEntry {
  readonly key: string;
  readonly name?: string;
  readonly hypothesis?: string;
  readonly unit_type?: string;
  readonly status?: string;
  readonly traffic?: number;
  readonly salt?: string;
  readonly primary_metric?: string;
  readonly guardrails?: readonly string[];
  readonly sample_size?: number;
  readonly variants: readonly VariantEntry[];
}

interface VariantEntry {
  readonly key: string;
  readonly name?: string;
  readonly weight?: number;
  readonly control?: boolean;
  readonly config?: object;
  readonly value?: unknown;
}

/** What `applyExperiments` takes, the entries it came from, what was refused before, and every file that was read. */
export function readExperiments(root: string) {
  const read = readEntries<ExperimentEntry>(root, 'experiments', 'experiment', experimentEntrySchema);
  const inputs = read.entries.map(({ value }) => ({
    key: value.key,
    name: value.name ?? value.key,
    hypothesis: value.hypothesis,
    unitType: value.unit_type ?? 'user',
    status: (value.status ?? 'draft').toUpperCase(),
    traffic: value.traffic ?? 1,
    salt: value.salt,
    primaryMetric: value.primary_metric,
    guardrails: value.guardrails,
    sampleSize: value.sample_size,
    variants: value.variants.map((variant) => ({
      key: variant.key,
      name: variant.name,
      weight: variant.weight ?? 1,
      isControl: variant.control ?? false,
      config: variant.config,
      value: variant.value,
    })),
  }));
  return { ...read, inputs };
}
