import type { Problem } from '@trialogue/errors';
import type { Tables } from '@trialogue/subgraph';
import { In } from 'typeorm';
import { policyProblems } from './policy.check';
import type { ApplyPolicyInput } from './policy.input';
import { PolicyVersion, standInPrefix } from './policy-version.entity';

/** Where the models are registered that policies name. */
export interface ModelRegistry {
  /**
   * What is wrong with a version of a model; undefined when it is there.
   *
   * @throws RegistrySilent when there is no telling
   */
  missing(model: string, version: string, signal: AbortSignal): Promise<Omit<Problem, 'path'> | undefined>;
  /**
   * Alias → version of a model; undefined when there is no such model.
   *
   * @throws RegistrySilent when there is no telling
   */
  aliases(model: string, signal: AbortSignal): Promise<{ readonly [alias: string]: string } | undefined>;
}

/** Why it is not known what a registry has. */
export class RegistrySilent extends Error {}

/** Why it is not known what it has of one model: it was there, and may tell of others. */
export class RegistryRefusal extends RegistrySilent {}

/** What a registry says of the entries that were looked at; by the entry's name. */
export interface RegistryAnswers {
  readonly problems: ReadonlyMap<string, readonly Problem[]>;
  /** Why it was not asked for the rest. */
  readonly silence?: string;
}

/** For all entries together: applying must not wait for a registry that hangs. */
const patienceMs = 10_000;

/**
 * Versions that would be new and whose model the registry does not have. What is published already is not asked for again,
 * nor what a stand-in serves in place of the registry's models.
 */
export async function askRegistry(
  registry: ModelRegistry,
  tables: Tables,
  entries: readonly ApplyPolicyInput[],
): Promise<RegistryAnswers> {
  const problems = new Map<string, readonly Problem[]>();
  const asked = await newVersions(tables, entries);
  const signal = AbortSignal.timeout(patienceMs);
  for (const { policy, path, modelName, modelVersion } of asked)
    try {
      const problem = await registry.missing(modelName, modelVersion, signal);
      if (problem) problems.set(policy, [...(problems.get(policy) ?? []), { path, ...problem }]);
    } catch (error) {
      if (error instanceof RegistrySilent) return { problems, silence: error.message };
      throw error;
    }
  return { problems };
}

async function newVersions(tables: Tables, entries: readonly ApplyPolicyInput[]) {
  const named = entries
    .filter((entry) => policyProblems(entry).length === 0)
    .flatMap(({ name, versions }) =>
      versions.map(({ number, modelName, modelVersion, endpoint }, index) => ({
        ...{ policy: name, number, modelName, modelVersion, endpoint },
        path: ['versions', index, 'modelVersion'] as const,
      })),
    )
    .filter(({ endpoint }) => !endpoint.startsWith(standInPrefix));
  if (named.length === 0) return [];
  const known = await tables.manager.find(PolicyVersion, {
    select: { policyName: true, number: true },
    where: { policyName: In(named.map(({ policy }) => policy)) },
  });
  const published = new Set(known.map(({ id }) => id));
  return named.filter(({ policy, number }) => !published.has(`${policy}@${number}`));
}
