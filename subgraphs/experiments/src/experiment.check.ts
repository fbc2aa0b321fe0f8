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
import { normalizeConfig } from '@trialogue/variant-config';
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

function controlProblems(variants: readonly VariantSpec[]): Problem[] {
  const controls = variants.filter(({ isControl }) => isControl).map(({ key }) => key);
  if (controls.length <= 1) return [];
  return [{ path: ['variants'], message: `has ${controls.length} controls: ${controls.join(', ')}; there is one` }];
}
