import type { JsonObject } from '@trialogue/plugin-api';
import { writeRow } from '@trialogue/subgraph';
import type { EntityManager } from 'typeorm';
import { differenceOf, type Stated, statedBy } from './change.difference';
import { Change } from './change.entity';
import type { Whole } from './experiment.spec';
import type { ExperimentAct } from './experiment.transitions';

/** Who changes something, and when. */
export interface Author {
  readonly by: string;
  readonly at: Date;
}

/**
 * Saves a changed experiment as its next version, with what changed in its history. Its variants have been saved.
 *
 * @param before what it said before the change; undefined: it was not there
 * @param because why, beside what became different
 */
export async function recordChange(
  manager: EntityManager,
  act: ExperimentAct,
  { by, at }: Author,
  whole: Whole,
  before: Stated = new Map(),
  because: JsonObject = {},
): Promise<void> {
  const { experiment } = whole;
  experiment.version += 1;
  await writeRow(manager, experiment);
  const told = { experimentKey: experiment.key, number: experiment.version, act, by, at };
  const { before: was, after } = differenceOf(before, statedBy(whole));
  const row = { ...told, before: was, after: { ...after, ...because } };
  await writeRow(manager, manager.create(Change, row as Partial<Change>));
}
