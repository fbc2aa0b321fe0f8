import type { Problem } from '@trialogue/errors';
import { below, countProblems, nameProblems, rangeProblems, repetitionProblems } from '@trialogue/subgraph';
import type { ExperimentRules, LayerClaim } from './experiment.rules';

const most = { layers: 10, holdouts: 10 } as const;

/** What keeps rules from being written down. That what they name exists is asked at the start. */
export function rulesProblems({ layers = [], holdouts = [] }: ExperimentRules): Problem[] {
  return [
    ...countProblems(layers, 0, most.layers, ['layers']),
    ...layers.flatMap((claim, index) => claimProblems(claim).map(below('layers', index))),
    ...repetitionProblems(layers, 'layer', ['layers']),
    ...countProblems(holdouts, 0, most.holdouts, ['holdouts']),
    ...holdouts.flatMap((key, index) => nameProblems(key, ['holdouts', index])),
    ...holdouts.flatMap((key, index) =>
      holdouts.indexOf(key) < index ? [{ path: ['holdouts', index], message: `is there twice: ${key}` }] : [],
    ),
  ];
}

function claimProblems({ layer, from, to }: LayerClaim): Problem[] {
  const bounds = [...rangeProblems(from, 0, 1, ['from']), ...rangeProblems(to, 0, 1, ['to'])];
  if (bounds.length === 0 && from >= to)
    bounds.push({ path: ['to'], message: `is ${to}; it is above \`from\`, ${from}` });
  return [...nameProblems(layer, ['layer']), ...bounds];
}
