import type { Problem } from '@trialogue/errors';
import type { Releases } from '@trialogue/store';
import {
  type Applied,
  ApplyOutcome,
  type ApplyResult,
  applyEach,
  refusedAt,
  refuseProblems,
  type Tables,
  type Trial,
} from '@trialogue/subgraph';
import { type EntityManager, In } from 'typeorm';
import type { ModelAliases } from './model-aliases';
import { askRegistry, type ModelRegistry, type RegistryAnswers } from './model-registry';
import { policyProblems } from './policy.check';
import { Policy } from './policy.entity';
import type { ApplyPolicyInput } from './policy.input';
import { policyStates } from './policy.state';
import { publishPolicy, writeVersion } from './policy.writes';
import { contentOf } from './policy-version.content';
import { PolicyVersion } from './policy-version.entity';

/** One lock for all of them: no alias may be there twice, or be another policy's name. */
const lockOf = (): string => 'policies';

const nothingAsked: RegistryAnswers = { problems: new Map() };

/** Brings the policies to what files say. A policy or version that no file names stays as it is. */
export class PolicyApply {
  constructor(
    private readonly tables: Tables,
    private readonly releases: Releases,
    private readonly clock: () => Date,
    private readonly models?: ModelRegistry,
    private readonly aliases?: Pick<ModelAliases, 'look'>,
  ) {}

  /** The models' registry is asked before, for no transaction waits for it. */
  async apply(entries: readonly ApplyPolicyInput[], trial: Trial): Promise<Applied[]> {
    let answers: RegistryAnswers = nothingAsked;
    const applied = await applyEach(this.tables, this.releases, entries, trial, {
      kind: 'policy',
      subjectOf: ({ name }) => name,
      lockOf,
      statesOf: policyStates,
      prepare: async () => {
        if (this.models) answers = await askRegistry(this.models, this.tables, entries);
      },
      apply: (manager, entry) => this.applyOne(manager, entry, answers),
    });
    // Experiments that are applied next may name an alias of a model that was new.
    if (this.aliases && applied.some(({ outcome }) => outcome !== ApplyOutcome.UNCHANGED)) await this.aliases.look();
    return applied;
  }

  private async applyOne(
    manager: EntityManager,
    entry: ApplyPolicyInput,
    { problems, silence }: RegistryAnswers,
  ): Promise<ApplyResult> {
    const { name, description, versions } = entry;
    refuseProblems(`Policy ${name}`, policyProblems(entry));
    refuseProblems(`Policy ${name}`, [...(await takenNames(manager, entry)), ...(problems.get(name) ?? [])]);
    const before = await manager.findOneBy(Policy, { name });
    if (!before) await manager.insert(Policy, { name, description, createdAt: this.clock() });
    let changed = !before || before.description !== description;
    if (before && changed) await manager.update(Policy, { name }, { description });
    for (const [index, version] of versions.entries()) {
      const { number, alias } = version;
      const write = { policy: name, number, alias: alias ?? undefined, content: contentOf(version), at: this.clock() };
      const written = await writeVersion(manager, this.releases, write).catch(refusedAt(['versions', index]));
      changed ||= written;
    }
    if (changed) await publishPolicy(manager, this.releases, name);
    if (before && !changed) return { outcome: ApplyOutcome.UNCHANGED };
    return { outcome: before ? ApplyOutcome.UPDATED : ApplyOutcome.CREATED, note: silence };
  }
}

/** Names and aliases of an entry that stand for something else already. */
async function takenNames(manager: EntityManager, { name, versions }: ApplyPolicyInput): Promise<Problem[]> {
  const aliases = versions.flatMap(({ alias }) => alias ?? []);
  const policies = await manager.findBy(Policy, { name: In([...aliases, name]) });
  const taken = await manager.findBy(PolicyVersion, { alias: In([...aliases, name]) });
  const namesake = taken.find(({ alias }) => alias === name);
  return [
    ...(namesake ? [{ path: ['name'], message: `is another name of ${namesake.id} already` }] : []),
    ...versions.flatMap(({ alias, number }, index) => {
      const path = ['versions', index, 'alias'];
      if (alias == null) return [];
      if (alias === name || policies.some((policy) => policy.name === alias))
        return [{ path, message: `is the name of a policy: ${alias}` }];
      const owner = taken.find((version) => version.alias === alias);
      if (!owner || owner.id === `${name}@${number}`) return [];
      return [{ path, message: `is another name of ${owner.id} already: ${alias}` }];
    }),
  ];
}
