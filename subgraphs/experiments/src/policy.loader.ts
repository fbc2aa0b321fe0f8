import { fileEntries, isName, type Tables, versionLoaders } from '@trialogue/subgraph';
import DataLoader from 'dataloader';
import { In } from 'typeorm';
import { Policy } from './policy.entity';
import { policyStates } from './policy.state';
import { PolicyVersion } from './policy-version.entity';

export type PolicyLoaders = ReturnType<typeof policyLoaders>;

/** What one request reads of policies: one statement per kind of thing, however many are asked for. */
export function policyLoaders(tables: Tables) {
  const { versions, pages } = versionLoaders(tables, PolicyVersion, 'policyName');
  return {
    policies: new DataLoader<string, Policy | null>(async (names) => {
      const found = await tables.manager.findBy(Policy, { name: In(names.filter(isName)) });
      const byName = new Map(found.map((policy) => [policy.name, policy]));
      return names.map((name) => byName.get(name) ?? null);
    }),

    policyVersions: versions,
    policyVersionPages: pages,
    policyFiles: fileEntries(tables, 'policy', policyStates),
  };
}
