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
import { attributeProblems, compileTargeting } from '@trialogue/targeting';
import { amongNames, shown, suggestion } from '@trialogue/variant-config';
import { longestUnit } from './assignment.limits';
import { allocatorRuleProblems } from './experiment.allocator.check';
import type { ExperimentRules, LayerClaim, Override, PrerequisiteClaim } from './experiment.rules';

const most = {
  /** Characters. */
  targeting: 10_000,
  /** Characters of JSON. */
  attributes: 65_536,
  layers: 10,
  holdouts: 10,
  prerequisites: 5,
  variants: 50,
  overrides: 1_000,
  stages: 50,
} as const;

/**
 * What keeps the rules of an experiment with these variants from being written down. That what they name is there is
 * asked at the start.
 */
export function rulesProblems(rules: ExperimentRules, key: string, variants: readonly string[]): Problem[] {
  const { layers = [], holdouts = [], prerequisites = [], overrides = [], sticky = {} } = rules;
  const { blockedBefore = 1 } = sticky;
  return [
    ...targetingProblems(rules),
    ...countProblems(layers, 0, most.layers, ['layers']),
    ...layers.flatMap((claim, index) => claimProblems(claim).map(below('layers', index))),
    ...repetitionProblems(layers, 'layer', ['layers']),
    ...countProblems(holdouts, 0, most.holdouts, ['holdouts']),
    ...holdouts.flatMap((holdout, index) => nameProblems(holdout, ['holdouts', index])),
    ...repeated(holdouts).map(below('holdouts')),
    ...countProblems(prerequisites, 0, most.prerequisites, ['prerequisites']),
    ...prerequisites.flatMap((one, index) => prerequisiteProblems(one, key).map(below('prerequisites', index))),
    ...repetitionProblems(prerequisites, 'experiment', ['prerequisites']),
    ...overridesProblems(overrides, variants).map(below('overrides')),
    ...rangeProblems(blockedBefore, 1, 2 ** 31 - 1, ['sticky', 'blockedBefore']),
    ...timeProblems(rules),
    ...allocatorRuleProblems(rules, variants.length),
  ];
}

function targetingProblems({ targeting, attributes = {} }: ExperimentRules): Problem[] {
  const unstorable = [
    ...textProblems(targeting ?? '', 0, most.targeting, ['targeting']),
    ...jsonProblems(attributes, most.attributes, ['attributes']),
  ];
  if (unstorable.length > 0) return unstorable;
  const found =
    targeting === undefined ? attributeProblems(attributes) : compileTargeting(targeting, attributes).problems;
  return found.map(({ at, message, ...problem }) => ({
    ...problem,
    message: at ? `${message} (line ${at.line}, column ${at.column})` : message,
  }));
}

function claimProblems({ layer, from, to }: LayerClaim): Problem[] {
  const bounds = [...rangeProblems(from, 0, 1, ['from']), ...rangeProblems(to, 0, 1, ['to'])];
  if (bounds.length === 0 && from >= to)
    bounds.push({ path: ['to'], message: `is ${to}; it is above \`from\`, ${from}` });
  return [...nameProblems(layer, ['layer']), ...bounds];
}

function prerequisiteProblems({ experiment, variants }: PrerequisiteClaim, key: string): Problem[] {
  return [
    ...nameProblems(experiment, ['experiment']),
    ...(experiment === key ? [{ path: ['experiment'], message: 'is the experiment itself' }] : []),
    ...countProblems(variants, 1, most.variants, ['variants']),
    ...variants.flatMap((variant, index) => nameProblems(variant, ['variants', index])),
    ...repeated(variants).map(below('variants')),
  ];
}

function overridesProblems(overrides: readonly Override[], variants: readonly string[]): Problem[] {
  const units = overrides.flatMap(({ units }) => units);
  if (units.length > most.overrides)
    return [{ path: [], message: `name ${units.length} units; ${most.overrides} are allowed` }];
  const seen = new Set<string>();
  const unitProblems = (unit: string, path: Problem['path']): Problem[] => {
    const problems = textProblems(unit, 1, longestUnit, path);
    if (problems.length > 0) return problems;
    const isSeen = seen.has(unit.normalize('NFC'));
    seen.add(unit.normalize('NFC'));
    return isSeen ? [{ path, message: `is there twice: ${unit}` }] : [];
  };
  return overrides.flatMap(({ variant, units }, index) => [
    ...(variants.includes(variant)
      ? []
      : [
          {
            path: [index, 'variant'],
            message: `there is no variant ${shown(variant)}${suggestion(variant, variants)}`,
            ...amongNames(variant, variants),
          },
        ]),
    ...units.flatMap((unit, position) => unitProblems(unit, [index, 'units', position])),
  ]);
}

function timeProblems({ startsAt, endsAt, ramp = [] }: ExperimentRules): Problem[] {
  const isBackward = startsAt !== undefined && endsAt !== undefined && Date.parse(endsAt) <= Date.parse(startsAt);
  return [
    ...(isBackward ? [{ path: ['endsAt'], message: `is ${endsAt}; it comes after \`startsAt\`, ${startsAt}` }] : []),
    ...countProblems(ramp, 0, most.stages, ['ramp']),
    ...ramp.flatMap(({ from, traffic }, index) => [
      ...rangeProblems(traffic, 0, 1, ['ramp', index, 'traffic']),
      ...(index > 0 && Date.parse(from) <= Date.parse(ramp[index - 1]!.from)
        ? [{ path: ['ramp', index, 'from'], message: `is ${from}; stages are in the order of time` }]
        : []),
    ]),
  ];
}

const repeated = (values: readonly string[]): Problem[] =>
  values.flatMap((value, index) =>
    values.indexOf(value) < index ? [{ path: [index], message: `is there twice: ${value}` }] : [],
  );
