import { ConnectedTrialogue, type TrialogueOptions } from './connected-trialogue';
import { pageHost } from './page-host';
import type { FlagTypes, Trialogue } from './trialogue';

export * from './parts';

/** A client in a web page. It begins at once; what was kept of an earlier visit is known at once. */
export const createTrialogue = <Flags extends object = FlagTypes>(options: TrialogueOptions): Trialogue<Flags> =>
  new ConnectedTrialogue<Flags>(options, pageHost);
