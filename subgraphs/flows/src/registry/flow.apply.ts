import type { Releases } from '@trialogue/store';
import {
  type Applied,
  ApplyOutcome,
  type ApplyResult,
  applyEach,
  assumedHeads,
  refusedAt,
  refuseProblems,
  type Tables,
  type Trial,
} from '@trialogue/subgraph';
import type { ListedHeads } from '@trialogue/variant-config';
import type { EntityManager } from 'typeorm';
import type { ApplyFlowInput } from './flow.input';
import { publishFlow } from './flow.publish';
import { flowStates } from './flow.state';
import { verdictsOn } from './flow.verdicts';
import { ensureFlow, writeVersion } from './flow.writes';
import { entryProblems, flowAdvice } from './flow-version.check';
import { contentOf } from './flow-version.content';
import type { Verdict } from './flow-version.verdict';

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

  apply(entries: readonly ApplyFlowInput[], trial: Trial): Promise<Applied[]> {
    let verdicts: Awaited<ReturnType<typeof verdictsOn>>;
    const heads = assumedHeads(this.releases, trial);
    return applyEach(this.tables, this.releases, entries, trial, {
      kind: 'flow',
      subjectOf: ({ key }) => key,
      lockOf: (key) => `flow:${key}`,
      statesOf: flowStates,
      prepare: async () => {
        verdicts = await verdictsOn(this.tables, entries, trial.dryRun);
      },
      apply: (manager, entry) => this.applyOne(manager, entry, verdicts.get(entry)!, heads),
    });
  }

  private async applyOne(
    manager: EntityManager,
    entry: ApplyFlowInput,
    verdicts: readonly Verdict[],
    heads: ListedHeads,
  ): Promise<ApplyResult> {
    const { key, description, versions } = entry;
    refuseProblems(`Flow ${key}`, entryProblems(entry, verdicts));
    const at = this.clock();
    const { created, changed: described } = await ensureFlow(manager, key, description, at);
    let changed = described;
    for (const [index, input] of versions.entries()) {
      const write = writeVersion(manager, this.releases, key, input.number, contentOf(input), at);
      if (await write.catch(refusedAt(['versions', index]))) changed = true;
    }
    if (changed) await publishFlow(manager, this.releases, key);
    const problems = flowAdvice(heads, entry, verdicts);
    if (created) return { outcome: ApplyOutcome.CREATED, problems };
    return { outcome: changed ? ApplyOutcome.UPDATED : ApplyOutcome.UNCHANGED, problems };
  }
}
