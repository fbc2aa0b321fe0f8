import type { Assignable } from '@trialogue/assignment';
import type { Problem } from '@trialogue/errors';
import { type Heads, shown, unknownName } from '@trialogue/variant-config';
import type { EntityManager } from 'typeorm';
import { Experiment, ExperimentStatus } from './experiment.entity';
import type { ExperimentRules, PrerequisiteClaim } from './experiment.rules';
import { snapshotOf } from './experiment.snapshot';
import type { ExperimentSpec, Whole } from './experiment.spec';
import { readWhole } from './experiment.writes';

/** How many experiments may be asked one after another for one unit. */
const deepest = 3;

/** The experiments that somebody is let in by and that ask for what units get in this one. */
export function dependents(manager: EntityManager, key: string): Promise<Experiment[]> {
  return manager
    .createQueryBuilder(Experiment, 'e')
    .where("e.status in ('RUNNING', 'PAUSED')")
    .andWhere("e.rules -> 'prerequisites' @> :claim::jsonb", { claim: JSON.stringify([{ experiment: key }]) })
    .orderBy('e.key')
    .getMany();
}

/** What is published of the experiments that some rules ask for, with what these ask for in turn. All can be asked. */
export function prerequisitesOf(manager: EntityManager, heads: Heads, { prerequisites = [] }: ExperimentRules) {
  return inTurn(prerequisites, async ({ experiment, variants }) => {
    const whole = (await readWhole(manager, experiment))!;
    return { experiment: await assignableOf(manager, heads, whole), variants };
  });
}

/** As much of an experiment as it takes to assign its units. */
async function assignableOf(manager: EntityManager, heads: Heads, whole: Whole): Promise<Assignable> {
  const asked = await prerequisitesOf(manager, heads, whole.experiment.rules);
  const { variants, allocator: _, ...rest } = snapshotOf(whole, heads, asked);
  return {
    ...rest,
    variants: variants.map(({ key, weight, isControl, value }) => ({
      ...{ key, weight, isControl },
      ...(value !== undefined && { value }),
    })),
  };
}

/** What keeps an experiment from asking for others now. */
export async function prerequisiteProblems(
  manager: EntityManager,
  { key, unitType, rules: { prerequisites = [] } }: ExperimentSpec,
): Promise<Problem[]> {
  const room = prerequisites.length === 0 ? deepest : deepest - (await heightOf(manager, key));
  const problems = await inTurn(prerequisites, async ({ experiment, variants }, index): Promise<Problem[]> => {
    const path = ['prerequisites', index];
    const refuse = (member: string | number, message: string) => ({ path: [...path, member], message });
    const other = await readWhole(manager, experiment);
    if (!other) return [refuse('experiment', `there is no experiment ${shown(experiment)}`)];
    const { status, unitType: otherType } = other.experiment;
    if (status === ExperimentStatus.DRAFT || status === ExperimentStatus.ARCHIVED)
      return [refuse('experiment', `${experiment} is ${status}: nobody gets a variant of it`)];
    if (otherType !== unitType)
      return [refuse('experiment', `${experiment} assigns ${shown(otherType)}, and this ${shown(unitType)}`)];
    const known = other.variants.map((variant) => variant.key);
    const unknown = variants.filter((variant) => !known.includes(variant));
    return [
      ...unknown.map((variant) =>
        unknownName([...path, 'variants'], `there is no variant ${shown(variant)} of ${experiment}`, variant, known),
      ),
      ...(await chainProblems(manager, [key, experiment], room)).map((message) => refuse('experiment', message)),
    ];
  });
  return problems.flat();
}

/** How many experiments ask one after another until this one is asked. */
async function heightOf(manager: EntityManager, key: string): Promise<number> {
  const heights = await inTurn(await dependents(manager, key), async (one) => 1 + (await heightOf(manager, one.key)));
  return Math.max(0, ...heights);
}

/** A circle back to the first experiment of a chain, or a chain with more than `room` experiments after it. */
async function chainProblems(manager: EntityManager, chain: readonly string[], room: number): Promise<string[]> {
  const last = await manager.findOneBy(Experiment, { key: chain.at(-1)! });
  const below = await inTurn(last?.rules.prerequisites ?? [], async ({ experiment }: PrerequisiteClaim) =>
    experiment === chain[0]
      ? [`asks in a circle: ${[...chain, experiment].join(' → ')}`]
      : chainProblems(manager, [...chain, experiment], room),
  );
  const problems = below.flat();
  if (problems.length > 0 || chain.length <= room + 1) return problems;
  return [`asks more than ${deepest} experiments one after another: ${chain.join(' → ')}`];
}

/** One after another: they share one connection. */
async function inTurn<Item, Result>(
  items: readonly Item[],
  work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const [index, item] of items.entries()) results.push(await work(item, index));
  return results;
}
