import { ConnectedTrialogue, type TrialogueOptions } from './connected-trialogue';
import { nodeHost } from './node-host';
import type { FlagTypes, Trialogue } from './trialogue';

export * from './parts';

/** A client in a process of Node. It begins at once; await `ready()` before the first assignment. */
export const createTrialogue = <Flags extends object = FlagTypes>(options: TrialogueOptions): Trialogue<Flags> =>
  new ConnectedTrialogue<Flags>(options, nodeHost);
