import type { Problem } from '@trialogue/errors';
import type { JsonObject } from '@trialogue/plugin-api';
import {
  below,
  countProblems,
  jsonProblems,
  nameProblems,
  rangeProblems,
  repetitionProblems,
  textProblems,
} from '@trialogue/subgraph';
import { normalizeConfig, shown } from '@trialogue/variant-config';
import { rulesProblems } from './experiment.rules.check';
import type { ExperimentSpec, VariantSpec } from './experiment.spec';

/** Of one experiment. */
export const mostVariants = 50;

/** Of Postgres. */
const largestInteger = 2 ** 31 - 1;

const most = {
  guardrails: 20,
  sampleSize: largestInteger,
  text: 10_000,
  name: 200,
  weight: 1_000_000,
  /** Characters of JSON. */
  config: 65_536,
  value: 16_384,
} as const;

/** What keeps an experiment from being written down, as a draft too. */
export function specProblems(spec: ExperimentSpec): Problem[] {
  const { key, name, hypothesis, unitType, traffic, salt, variants } = spec;
  return [
    ...nameProblems(key, ['key']),
    ...textProblems(name, 1, most.text, ['name']),
    ...textProblems(hypothesis ?? '', 0, most.text, ['hypothesis']),
    ...textProblems(unitType, 1, most.name, ['unitType']),
    ...rangeProblems(traffic, 0, 1, ['traffic']),
    ...(salt === undefined ? [] : textProblems(salt, 1, most.name, ['salt'])),
    ...countProblems(variants, 1, mostVariants, ['variants']),
    ...variants.flatMap((variant, index) => variantProblems(variant).map(below('variants', index))),
    ...repetitionProblems(variants, 'key', ['variants']),
    ...controlProblems(variants),
    ...fallbackProblems(variants),
    ...measureProblems(spec),
    ...(spec.allocation === undefined ? [] : rangeProblems(spec.allocation, 1, largestInteger, ['allocation'])),
    ...rulesProblems(
      spec.rules,
      key,
      variants.map((variant) => variant.key),
    ),
  ];
}

function measureProblems({ primaryMetric, guardrails, sampleSize }: ExperimentSpec): Problem[] {
  return [
    ...(primaryMetric === null ? [] : nameProblems(primaryMetric, ['primaryMetric'])),
    ...countProblems(guardrails, 0, most.guardrails, ['guardrails']),
    ...guardrails.flatMap((metric, index) => nameProblems(metric, ['guardrails', index])),
    ...(new Set(guardrails).size < guardrails.length
      ? [{ path: ['guardrails'], message: 'names a metric twice' }]
      : []),
    ...(sampleSize === null ? [] : rangeProblems(sampleSize, 1, most.sampleSize, ['sampleSize'])),
  ];
}

function variantProblems({ key, name, weight, config, value }: VariantSpec): Problem[] {
  return [
    ...nameProblems(key, ['key']),
    ...textProblems(name ?? '', 0, most.text, ['name']),
    ...rangeProblems(weight, 0, most.weight, ['weight']),
    ...(config === null ? [] : configProblems(config)),
    ...jsonProblems(value, most.value, ['value']),
    ...(config === null && value === null ? [{ path: [], message: 'has neither a `config` nor a `value`' }] : []),
  ];
}

function configProblems(config: JsonObject): Problem[] {
  return [
    ...jsonProblems(config, most.config, ['config']),
    ...(normalizeConfig(config).executionStrategy === undefined
      ? [{ path: ['config', 'execution_strategy'], message: 'is missing; it names what carries the config out' }]
      : []),
  ];
}

/** A variant that stands in for another, when that fails, executes something itself. */
function fallbackProblems(variants: readonly VariantSpec[]): Problem[] {
  return variants.flatMap((variant, index) => {
    const name = variant.config?.fallback_variant;
    const message = typeof name === 'string' ? fallbackProblem(variant, name, variants) : undefined;
    return message === undefined ? [] : [{ path: ['variants', index, 'config', 'fallback_variant'], message }];
  });
}

function fallbackProblem(
  { key, config }: VariantSpec,
  name: string,
  variants: readonly VariantSpec[],
): string | undefined {
  if (name === key) return 'names its own variant';
  const other = variants.find((variant) => variant.key === name);
  if (!other) return `names ${shown(name)}, which is no variant of this experiment`;
  if (!other.config) return `names ${shown(name)}, which executes nothing`;
  if (other.config.fallback_variant !== undefined)
    return `names ${shown(name)}, which has one itself: it may have none`;
  if (config?.flow_config ?? other.config.flow_config)
    return 'goes with no flow: a conversation cannot go on in that of another variant';
  return undefined;
}

function controlProblems(variants: readonly VariantSpec[]): Problem[] {
  const controls = variants.filter(({ isControl }) => isControl).map(({ key }) => key);
  if (controls.length <= 1) return [];
  return [{ path: ['variants'], message: `has ${controls.length} controls: ${controls.join(', ')}; there is one` }];
}
