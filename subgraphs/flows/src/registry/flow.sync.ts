import { DomainError } from '@trialogue/errors';
import { type ProjectList, type SyncedList, syncList, type Tables } from '@trialogue/subgraph';
import type { FlowApply } from './flow.apply';
import type { ApplyFlowInput, SyncFlowsArgs } from './flow.input';
import type { FlowSync } from './flow-sync';
import { FlowVersion } from './flow-version.entity';

/** Brings a project's files and the registry together. */
export class FlowSyncing {
  constructor(
    private readonly tables: Tables,
    private readonly applier: FlowApply,
    private readonly files: ProjectList<ApplyFlowInput> | undefined,
  ) {}

  /** As `syncList`. Throws FLOW_FILES_UNAVAILABLE. */
  async sync({ flows, ...how }: SyncFlowsArgs, by: string): Promise<FlowSync> {
    const { tables, files, applier } = this;
    const list: SyncedList<ApplyFlowInput, FlowVersion> = {
      ...{ tables, files, entity: FlowVersion, owner: 'flowKey' },
      nameOf: ({ key }) => key,
      noFiles: () => new DomainError('FLOW_FILES_UNAVAILABLE', {}),
      apply: (entries, trial, merge, most) => applier.apply(entries, trial, merge, by, most),
    };
    const { renumbered, ...synced } = await syncList(list, how, flows);
    return { ...synced, renumbered: renumbered.map(({ name: flow, from, to }) => ({ flow, from, to })) };
  }
}
