import type { JsonObject } from '@trialogue/plugin-api';
import { type EntityManager, In } from 'typeorm';
import { Policy } from './policy.entity';
import { bodyOf } from './policy-version.content';
import { PolicyVersion } from './policy-version.entity';

/** Policies as they stand, in the shape of what files say of them, by name. */
export async function policyStates(
  manager: EntityManager,
  names: readonly string[],
): Promise<ReadonlyMap<string, JsonObject>> {
  const policies = await manager.findBy(Policy, { name: In([...names]) });
  const versions = await manager.find(PolicyVersion, {
    where: { policyName: In([...names]) },
    order: { number: 'ASC' },
  });
  return new Map(
    policies.map(({ name, description }) => {
      const own = versions.filter(({ policyName }) => policyName === name);
      return [name, { description, versions: own.map(versionState) } as unknown as JsonObject];
    }),
  );
}

function versionState(version: PolicyVersion): object {
  const { name: _, checksum: __, ...content } = bodyOf(version);
  return { ...content, alias: version.alias, endpoint: version.endpoint };
}
