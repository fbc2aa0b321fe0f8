import { DomainError } from '@trialogue/errors';
import type { Releases } from '@trialogue/store';
import { experimentServing } from '@trialogue/subgraph';
import { FlowStatus, type FlowVersion } from './flow-version.entity';

const { DRAFT, ACTIVE, DRAINING, ARCHIVED } = FlowStatus;

/** What an operator may make of a status. What a file declares is not bound to it. */
const moves: { readonly [from in FlowStatus]: readonly FlowStatus[] } = {
  [DRAFT]: [ACTIVE, ARCHIVED],
  [ACTIVE]: [DRAINING, ARCHIVED],
  [DRAINING]: [ACTIVE, ARCHIVED],
  [ARCHIVED]: [ACTIVE],
};

/** Throws FLOW_VERSION_STATUS. */
export function refuseIllegalMove({ id, status: from }: FlowVersion, to: FlowStatus): void {
  if (from !== to && !moves[from].includes(to)) throw new DomainError('FLOW_VERSION_STATUS', { flow: id, from, to });
}

/**
 * Gives a version a status; the caller publishes it. Throws FLOW_VERSION_PINNED for one that takes new conversations no
 * more while an experiment serves it.
 */
export async function changeStatus(releases: Releases, version: FlowVersion, status: FlowStatus): Promise<void> {
  if (version.status === status) return;
  if (status === ARCHIVED || status === DRAINING) {
    const experiment = await experimentServing(releases, 'flow_version', version.id);
    if (experiment !== undefined)
      throw new DomainError('FLOW_VERSION_PINNED', { flow: version.id, by: `the experiment ${experiment}` });
  }
  version.status = status;
}
