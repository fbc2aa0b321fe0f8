import { canonicalJson } from '@trialogue/canonical-json';
import type { Problem } from '@trialogue/errors';
import type { Json, JsonObject } from '@trialogue/plugin-api';
import { normalizeConfig } from '@trialogue/variant-config';
import type { Experiment } from './experiment.entity';
import type { CreateExperimentInput, UpdateExperimentInput } from './experiment.input';
import type { Variant } from './variant.entity';

/** An experiment and its variants in order, as they are stored. */
export interface Whole {
  readonly experiment: Experiment;
  readonly variants: readonly Variant[];
}

/** What people write of an experiment, whoever writes it, as plain data. */
export interface ExperimentSpec {
  readonly key: string;
  readonly name: string;
  readonly hypothesis: string | null;
  readonly unitType: string;
  readonly traffic: number;
  /** Undefined: as it is, or random. */
  readonly salt?: string;
  readonly variants: readonly VariantSpec[];
  /** What the experiment is decided by. */
  readonly primaryMetric: string | null;
  /** What must not suffer. */
  readonly guardrails: readonly string[];
  /** Units that it is planned with. */
  readonly sampleSize: number | null;
}

export interface VariantSpec {
  readonly key: string;
  readonly name: string | null;
  readonly weight: number;
  readonly isControl: boolean;
  /** Null: nothing is executed. */
  readonly config: JsonObject | null;
  /** Null: it has none. */
  readonly value: Json;
}

export function specOf(input: CreateExperimentInput): ExperimentSpec {
  const { key, name, hypothesis, unitType, traffic, salt, variants } = input;
  const withoutControl = variants.every(({ isControl }) => !isControl);
  return {
    key,
    name: name ?? key,
    hypothesis: hypothesis ?? null,
    unitType,
    traffic,
    salt: salt ?? undefined,
    primaryMetric: input.primaryMetric ?? null,
    guardrails: input.guardrails ?? [],
    sampleSize: input.sampleSize ?? null,
    variants: variants.map((variant, index) => ({
      key: variant.key,
      name: variant.name ?? null,
      weight: variant.weight,
      isControl: variant.isControl || (withoutControl && index === 0),
      config: variant.config ?? null,
      value: variant.value ?? null,
    })),
  };
}

/** The spec of what is there, changed by an update. */
export function updatedSpec({ experiment, variants }: Whole, input: UpdateExperimentInput): ExperimentSpec {
  return specOf({
    key: experiment.key,
    name: input.name ?? experiment.name,
    hypothesis: changed(input.hypothesis, experiment.hypothesis),
    unitType: input.unitType ?? experiment.unitType,
    traffic: input.traffic ?? experiment.traffic,
    salt: input.salt ?? experiment.salt,
    primaryMetric: changed(input.primaryMetric, experiment.primaryMetricKey),
    guardrails: changed(input.guardrails, experiment.guardrailKeys),
    sampleSize: changed(input.sampleSize, experiment.sampleSize),
    variants: input.variants ?? variants.map(inputOf),
  });
}

/** Null takes away what is there. */
function changed<Value>(given: Value | null | undefined, now: Value | null): Value | undefined {
  return (given === undefined ? now : given) ?? undefined;
}

/** Another experiment like it, under a key and with a salt of its own. */
export const copiedSpec = (whole: Whole, key: string): ExperimentSpec => ({
  ...updatedSpec(whole, {}),
  ...{ key, salt: undefined },
});

const inputOf = ({ key, name, weight, isControl, written, value }: Variant) => ({
  ...{ key, weight, isControl, config: written, value },
  name: name ?? undefined,
});

/** Nothing would change, not even a name. */
export function isSame(whole: Whole, spec: ExperimentSpec): boolean {
  const { salt = whole.experiment.salt } = spec;
  return canonicalJson(updatedSpec(whole, {})) === canonicalJson({ ...spec, salt });
}

/** How a spec would change what units get. Names do not, nor does another way of writing the same config. */
export function behaviourChanges({ experiment, variants }: Whole, spec: ExperimentSpec): Problem[] {
  const problems: Problem[] = [];
  const compare = (path: Problem['path'], now: unknown, wanted: unknown) => {
    if (now !== wanted)
      problems.push({ path, message: `is ${shown(now)} in the experiment and ${shown(wanted)} here` });
  };
  compare(['unitType'], experiment.unitType, spec.unitType);
  compare(['traffic'], experiment.traffic, spec.traffic);
  if (spec.salt !== undefined) compare(['salt'], experiment.salt, spec.salt);
  if (variants.map(({ key }) => key).join() !== spec.variants.map(({ key }) => key).join())
    compare(['variants'], keysOf(variants), keysOf(spec.variants));
  else
    for (const [index, variant] of variants.entries()) {
      const wanted = spec.variants[index]!;
      compare(['variants', index, 'weight'], variant.weight, wanted.weight);
      compare(['variants', index, 'isControl'], variant.isControl, wanted.isControl);
      compare(['variants', index, 'config'], behaviourOf(variant.written), behaviourOf(wanted.config));
      compare(['variants', index, 'value'], canonicalJson(variant.value), canonicalJson(wanted.value));
    }
  return problems;
}

const behaviourOf = (config: JsonObject | null): string => canonicalJson(config && normalizeConfig(config).config);
const keysOf = (variants: readonly { readonly key: string }[]) => variants.map(({ key }) => key).join(', ');
const shown = (value: unknown) => (String(value).length > 200 ? `${String(value).slice(0, 200)}…` : String(value));
