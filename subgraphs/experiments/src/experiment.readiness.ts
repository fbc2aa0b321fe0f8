import type { Problem } from '@trialogue/errors';
import { countProblems } from '@trialogue/subgraph';
import { amongNames, isLegacy, type ListedHeads, shown, suggestion } from '@trialogue/variant-config';
import { allocatorProblems } from './experiment.allocator.check';
import { mostVariants } from './experiment.check';
import type { ExperimentSpec } from './experiment.spec';

/** What keeps a draft from being started, its configs aside. What runs already is never asked again. */
export function readinessProblems(spec: ExperimentSpec, heads: ListedHeads, now: Date): Problem[] {
  const { endsAt } = spec.rules;
  return [
    ...variantProblems(spec),
    ...measureProblems(spec, heads),
    ...allocatorProblems(spec, heads),
    ...(endsAt !== undefined && Date.parse(endsAt) <= now.getTime()
      ? [{ path: ['endsAt'], message: `is ${endsAt}, which is over` }]
      : []),
  ];
}

function variantProblems({ variants }: ExperimentSpec): Problem[] {
  return [
    ...countProblems(variants, 2, mostVariants, ['variants']),
    ...variants.flatMap(({ weight }, index) =>
      weight > 0
        ? []
        : [{ path: ['variants', index, 'weight'], message: `is ${weight}; nobody would get the variant` }],
    ),
  ];
}

/** Weights by which nobody would get anything. */
export const nobodyProblems = ({ variants }: ExperimentSpec): Problem[] =>
  variants.some(({ weight }) => weight > 0) ? [] : [{ path: ['variants'], message: 'have no weight: nobody gets any' }];

/**
 * A comparison is planned: what it is decided by, and on how many units. A plain flag, which only gives values, is not; and
 * who writes configs as they were before there were plans starts them as before.
 */
function measureProblems(spec: ExperimentSpec, heads: ListedHeads): Problem[] {
  const { primaryMetric, guardrails, sampleSize, variants } = spec;
  const isFlag = variants.every(({ config }) => config === null);
  const isFromBefore = variants.some(({ config }) => config !== null && isLegacy(config));
  const unplanned: Problem[] = [];
  if (primaryMetric === null)
    unplanned.push({
      path: ['primaryMetric'],
      message: 'is missing; name the metric that the experiment is decided by',
    });
  if (sampleSize === null)
    unplanned.push({ path: ['sampleSize'], message: 'is missing; say with how many units the experiment is planned' });
  return [
    ...(isFlag || isFromBefore ? [] : unplanned),
    ...(primaryMetric === null ? [] : metricProblems(primaryMetric, ['primaryMetric'], heads)),
    ...guardrails.flatMap((metric, index) => metricProblems(metric, ['guardrails', index], heads)),
  ];
}

/** Where no metric is defined at all, any name will do. */
function metricProblems(metric: string, path: Problem['path'], heads: ListedHeads): Problem[] {
  const known = heads.heads('metric').map(({ key }) => key);
  if (known.length === 0 || known.includes(metric)) return [];
  return [
    { path, message: `there is no metric ${shown(metric)}${suggestion(metric, known)}`, ...amongNames(metric, known) },
  ];
}
