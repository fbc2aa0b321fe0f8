import type { Problem } from '@trialogue/errors';
import { amongNames, type ListedHeads, shown, suggestion } from '@trialogue/variant-config';
import type { EntityManager } from 'typeorm';
import type { ExperimentRules } from './experiment.rules';
import { freeRanges, mayRunAtOnce, overlaps, type Range, type Schedule } from './layer.ranges';

/** A part of a layer that an experiment holds: it was started and not stopped. */
export interface HeldRange extends Range, Schedule {
  readonly layer: string;
  readonly experiment: string;
  readonly status: 'RUNNING' | 'PAUSED';
}

/** In the order of the ranges. */
export function heldRanges(manager: EntityManager, layers: readonly string[]): Promise<HeldRange[]> {
  return manager.query(
    `select claim->>'layer' as layer, (claim->>'from')::float8 as "from", (claim->>'to')::float8 as "to",
            key as experiment, status, rules->>'startsAt' as "startsAt", rules->>'endsAt' as "endsAt"
       from exp.experiments, jsonb_array_elements(rules->'layers') as claim
      where status in ('RUNNING', 'PAUSED') and claim->>'layer' = any($1)
      order by 3, key`,
    [layers],
  );
}

/** What keeps an experiment from going by these rules now: layers and holdouts that are not there, ranges that are taken. */
export async function partitionProblems(
  manager: EntityManager,
  heads: ListedHeads,
  experiment: string,
  rules: ExperimentRules & Schedule,
  now: Date,
): Promise<Problem[]> {
  const { layers = [], holdouts = [] } = rules;
  const names = layers.map(({ layer }) => layer);
  const held = names.length === 0 ? [] : await heldRanges(manager, names);
  const others = held.filter((range) => range.experiment !== experiment && mayRunAtOnce(range, rules, now));
  return [
    ...absences(heads, 'layer', names, (index) => ['layers', index, 'layer']),
    ...absences(heads, 'holdout', holdouts, (index) => ['holdouts', index]),
    ...layers.flatMap((claim, index) => {
      const inLayer = others.filter(({ layer }) => layer === claim.layer);
      const taken = inLayer.filter((range) => overlaps(range, claim));
      return taken.map((range) => ({ path: ['layers', index], message: takenMessage(claim, range, inLayer) }));
    }),
  ];
}

function takenMessage(claim: Range, { experiment, status, ...range }: HeldRange, held: readonly Range[]): string {
  const free = freeRanges(held);
  const left = free.length === 0 ? 'nothing is free' : `free: ${free.map(told).join(', ')}`;
  return `${told(claim)} overlaps ${told(range)}, which ${experiment} holds (${status}); ${left}`;
}

function absences(
  heads: ListedHeads,
  kind: 'layer' | 'holdout',
  keys: readonly string[],
  pathOf: (index: number) => Problem['path'],
): Problem[] {
  const known = heads.heads(kind).map(({ key }) => key);
  return keys.flatMap((key, index) =>
    heads.head(kind, key)
      ? []
      : [
          {
            path: pathOf(index),
            message: `there is no ${kind} ${shown(key)}${suggestion(key, known)}`,
            ...amongNames(key, known),
          },
        ],
  );
}

const told = ({ from, to }: Range) => `${from}–${to}`;
