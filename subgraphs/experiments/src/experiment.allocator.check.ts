import type { Problem } from '@trialogue/errors';
import type { JsonObject } from '@trialogue/plugin-api';
import { below, jsonProblems, nameProblems, rangeProblems, textProblems } from '@trialogue/subgraph';
import {
  type AllocatorBody,
  amongNames,
  durationMs,
  type ListedHeads,
  schemaProblems,
  shown,
  suggestion,
} from '@trialogue/variant-config';
import type { AllocatedWeightInput } from './experiment.allocator.input';
import type { ExperimentRules } from './experiment.rules';
import type { ExperimentSpec } from './experiment.spec';

const most = {
  /** Characters. */
  event: 200,
  path: 200,
  /** Characters of JSON. */
  options: 16_384,
  because: 16_384,
  minUnits: 2 ** 31 - 1,
} as const;

/** Milliseconds. */
const shortest = 10_000;
const tolerance = 1e-9;

/** What keeps the allocator of an experiment with so many variants from being written down. */
export function allocatorRuleProblems({ allocator, sticky }: ExperimentRules, variants: number): Problem[] {
  if (!allocator) return [];
  const { name, options, outcome, every, minUnits, floor } = allocator;
  const problems = [
    ...nameProblems(name, ['name']),
    ...jsonProblems(options, most.options, ['options']),
    ...textProblems(outcome.event, 1, most.event, ['outcome', 'event']),
    ...pathProblems(outcome.value),
    ...((durationMs(every) ?? 0) < shortest
      ? [{ path: ['every'], message: `is ${shown(every)}; expected a time such as PT5M or PT1H, PT10S at least` }]
      : []),
    ...rangeProblems(minUnits, 1, most.minUnits, ['minUnits']),
    ...rangeProblems(floor, 0, 1, ['floor']),
    ...(floor * variants > 1 + tolerance
      ? [{ path: ['floor'], message: `is ${floor}: ${variants} variants cannot have that much each` }]
      : []),
    ...(sticky ? [] : [{ path: [], message: 'needs `sticky`: other weights would move units that were exposed' }]),
  ];
  return problems.map(below('allocator'));
}

function pathProblems(path: string | undefined): Problem[] {
  if (path === undefined) return [];
  const at = ['outcome', 'value'];
  const problems = textProblems(path, 1, most.path, at);
  if (problems.length > 0 || path.split('.').every((step) => step !== '')) return problems;
  return [{ path: at, message: `is ${shown(path)}; expected names with dots between them, as order.total` }];
}

/** What keeps an allocator from being asked: nobody brings it, or it does not take its options. */
export function allocatorProblems({ rules: { allocator } }: ExperimentSpec, heads: ListedHeads): Problem[] {
  if (!allocator) return [];
  const { name, options } = allocator;
  const body = heads.head<AllocatorBody>('allocator', name)?.body;
  if (body) return schemaProblems(body.options, options, ['allocator', 'options']);
  const known = heads.heads('allocator').map(({ key }) => key);
  const why = known.length === 0 ? '; no plugin that is loaded brings any' : suggestion(name, known);
  return [
    {
      path: ['allocator', 'name'],
      message: `there is no allocator ${shown(name)}${why}`,
      ...amongNames(name, known),
    },
  ];
}

/** What keeps a reason from being kept in the history. */
export const reasonProblems = (because: JsonObject): Problem[] => jsonProblems(because, most.because, ['because']);

/** What keeps weights from being those of an experiment with these variants. */
export function weightsProblems(
  weights: readonly AllocatedWeightInput[],
  variants: readonly string[],
  floor: number,
): Problem[] {
  const given = weights.map(({ variant }) => variant);
  const sum = weights.reduce((total, { weight }) => total + weight, 0);
  const problems = weights.flatMap(({ variant, weight }, index): Problem[] => [
    ...(variants.includes(variant)
      ? []
      : [
          {
            path: [index, 'variant'],
            message: `there is no variant ${shown(variant)}${suggestion(variant, variants)}`,
            ...amongNames(variant, variants),
          },
        ]),
    ...(given.indexOf(variant) < index ? [{ path: [index, 'variant'], message: `is there twice: ${variant}` }] : []),
    ...(weight >= floor - tolerance && weight <= 1
      ? []
      : [{ path: [index, 'weight'], message: `is ${weight}; expected ${floor} to 1` }]),
  ]);
  const missing = variants.filter((variant) => !given.includes(variant));
  if (missing.length > 0) problems.push({ path: [], message: `say nothing of ${missing.join(', ')}` });
  if (!(Math.abs(sum - 1) <= tolerance)) problems.push({ path: [], message: `sum to ${sum}; expected 1` });
  return problems.map(below('weights'));
}
