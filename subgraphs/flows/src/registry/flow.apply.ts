import type { Releases } from '@trialogue/store';
import {
  type Applied,
  ApplyOutcome,
  type ApplyResult,
  applyEach,
  refusedAt,
  refuseProblems,
  type Tables,
} from '@trialogue/subgraph';
import type { EntityManager } from 'typeorm';
import type { ApplyFlowInput } from './flow.input';
import { publishFlow } from './flow.publish';
import { ensureFlow, writeVersion } from './flow.writes';
import { entryProblems, promptProblems } from './flow-version.check';
import { contentOf } from './flow-version.content';

/**
 * Brings the registry to what files say. A flow or version that no file names stays as it is; how a published version
 * behaves never changes.
 */
export class FlowApply {
  constructor(
    private readonly tables: Tables,
    private readonly releases: Releases,
    private readonly clock: () => Date,
  ) {}

  async apply(entries: readonly ApplyFlowInput[]): Promise<Applied[]> {
    await this.releases.refresh();
    const applied = await applyEach(
      this.tables,
      entries,
      ({ key }) => key,
      (key) => `flow:${key}`,
      (manager, entry) => this.applyOne(manager, entry),
    );
    await this.releases.refresh();
    return applied;
  }

  private async applyOne(manager: EntityManager, entry: ApplyFlowInput): Promise<ApplyResult> {
    const { key, description, versions } = entry;
    refuseProblems(`Flow ${key}`, entryProblems(entry));
    const at = this.clock();
    const { created, changed: described } = await ensureFlow(manager, key, description, at);
    let changed = described;
    for (const [index, input] of versions.entries()) {
      const write = writeVersion(manager, this.releases, key, input.number, contentOf(input), at);
      if (await write.catch(refusedAt(['versions', index]))) changed = true;
    }
    if (changed) await publishFlow(manager, this.releases, key);
    const problems = promptProblems(this.releases, entry);
    if (created) return { outcome: ApplyOutcome.CREATED, problems };
    return { outcome: changed ? ApplyOutcome.UPDATED : ApplyOutcome.UNCHANGED, problems };
  }
}
