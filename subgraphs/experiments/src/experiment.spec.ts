import { canonicalJson } from '@trialogue/canonical-json';
import type { Json, JsonObject } from '@trialogue/plugin-api';
import { type Experiment, ExperimentStatus } from './experiment.entity';
import type { CreateExperimentInput, UpdateExperimentInput } from './experiment.input';
import { changedRules, type ExperimentRules, rulesOf } from './experiment.rules';
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
  /** Undefined: as it is, or 1. */
  readonly allocation?: number;
  readonly variants: readonly VariantSpec[];
  /** By which rules units get in. */
  readonly rules: ExperimentRules;
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

export function specOf(
  input: CreateExperimentInput & { allocation?: number | null },
  rules = rulesOf(input),
): ExperimentSpec {
  const { key, name, hypothesis, unitType, traffic, salt, variants } = input;
  const withoutControl = variants.every(({ isControl }) => !isControl);
  return {
    key,
    name: name ?? key,
    hypothesis: hypothesis ?? null,
    unitType,
    traffic,
    salt: salt ?? undefined,
    allocation: input.allocation ?? undefined,
    rules,
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
  const { status, allocation } = experiment;
  const isNext = (input.newAllocation || input.rerandomise) && status !== ExperimentStatus.DRAFT;
  const given = {
    key: experiment.key,
    name: input.name ?? experiment.name,
    hypothesis: changed(input.hypothesis, experiment.hypothesis),
    unitType: input.unitType ?? experiment.unitType,
    traffic: input.traffic ?? experiment.traffic,
    salt: input.salt ?? experiment.salt,
    allocation: isNext ? allocation + 1 : allocation,
    primaryMetric: changed(input.primaryMetric, experiment.primaryMetricKey),
    guardrails: changed(input.guardrails, experiment.guardrailKeys),
    sampleSize: changed(input.sampleSize, experiment.sampleSize),
    variants: input.variants ?? variants.map(inputOf),
  };
  return specOf(given, changedRules(experiment.rules, input));
}

/** Null takes away what is there. */
function changed<Value>(given: Value | null | undefined, now: Value | null): Value | undefined {
  return (given === undefined ? now : given) ?? undefined;
}

/** Another experiment like it, under a key and with a salt of its own. */
export const copiedSpec = (whole: Whole, key: string): ExperimentSpec => ({
  ...updatedSpec(whole, {}),
  ...{ key, salt: undefined, allocation: undefined },
});

const inputOf = ({ key, name, weight, isControl, written, value }: Variant) => ({
  ...{ key, weight, isControl, config: written, value },
  name: name ?? undefined,
});

/** Nothing would change, not even a name. */
export function isSame(whole: Whole, spec: ExperimentSpec): boolean {
  const { salt, allocation } = whole.experiment;
  return (
    canonicalJson(updatedSpec(whole, {})) ===
    canonicalJson({ ...spec, salt: spec.salt ?? salt, allocation: spec.allocation ?? allocation })
  );
}
