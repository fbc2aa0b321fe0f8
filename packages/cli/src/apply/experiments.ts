import type { ListFormat } from './entries';
import { type RulesEntry, rulesInput } from './experiment-rules';
import { experimentEntrySchema } from './experiment-schema';

interface ExperimentEntry extends RulesEntry {
  readonly key: string;
  readonly name?: string;
  readonly hypothesis?: string;
  readonly unit_type?: string;
  readonly status?: string;
  readonly traffic?: number;
  readonly salt?: string;
  readonly allocation?: number;
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

/** `config/experiments.yml`. */
export const experimentFormat: ListFormat<ExperimentEntry> = {
  list: 'experiments',
  noun: 'experiment',
  schema: experimentEntrySchema,
  toInput: (value, gathered) => ({
    input: {
      key: value.key,
      name: value.name ?? value.key,
      hypothesis: value.hypothesis,
      unitType: value.unit_type ?? 'user',
      status: (value.status ?? 'draft').toUpperCase(),
      traffic: value.traffic ?? 1,
      salt: value.salt,
      allocation: value.allocation,
      ...rulesInput(value, gathered),
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
    },
  }),
};
