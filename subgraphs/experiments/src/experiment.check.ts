import type { Problem } from '@trialogue/errors';
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
import type { ExperimentSpec, VariantSpec } from './experiment.spec';

const most = {
  variants: 50,
  text: 10_000,
  name: 200,
  weight: 1_000_000,
  /** Characters of JSON. */
  config: 65_536,
} as const;

/** What keeps an experiment from being written down, as a draft too. */
export function specProblems({ key, name, hypothesis, unitType, traffic, salt, variants }: ExperimentSpec): Problem[] {
  return [
    ...nameProblems(key, ['key']),
    ...textProblems(name, 1, most.text, ['name']),
    ...textProblems(hypothesis ?? '', 0, most.text, ['hypothesis']),
    ...textProblems(unitType, 1, most.name, ['unitType']),
    ...rangeProblems(traffic, 0, 1, ['traffic']),
    ...(salt === undefined ? [] : textProblems(salt, 1, most.name, ['salt'])),
    ...countProblems(variants, 1, most.variants, ['variants']),
    ...variants.flatMap((variant, index) => variantProblems(variant).map(below('variants', index))),
    ...repetitionProblems(variants, 'key', ['variants']),
    ...controlProblems(variants),
  ];
}

/** What keeps a draft from being started, its configs aside. */
export function startProblems(variants: readonly { readonly weight: number }[]): Problem[] {
  return [
    ...countProblems(variants, 2, most.variants, ['variants']),
    ...variants.flatMap(({ weight }, index) =>
      weight > 0
        ? []
        : [{ path: ['variants', index, 'weight'], message: `is ${weight}; nobody would get the variant` }],
    ),
  ];
}

function variantProblems({ key, name, weight, config }: VariantSpec): Problem[] {
  return [
    ...nameProblems(key, ['key']),
    ...textProblems(name ?? '', 0, most.text, ['name']),
    ...rangeProblems(weight, 0, most.weight, ['weight']),
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
