import type { TrialogueOptions } from '../connected-trialogue';
import { pageHost } from '../page-host';
import type { FlagTypes } from '../trialogue';
import { ConnectedPrompting, type PromptingTrialogue } from './prompting-trialogue';

export * from '../parts';
export * from './parts';

/** As the client of the package, and it resolves prompts: what names of prompts mean is followed, too. */
export const createTrialogue = <Flags extends object = FlagTypes>(
  options: TrialogueOptions,
): PromptingTrialogue<Flags> => new ConnectedPrompting<Flags>(options, pageHost);
