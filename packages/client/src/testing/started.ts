import { ConnectedTrialogue, type TrialogueOptions } from '../connected-trialogue';
import { nodeHost } from '../node-host';
import { ConnectedPrompting, type PromptTuning, usualPrompts } from '../prompts/prompting-trialogue';
import type { Dropped, FlagTypes } from '../trialogue';
import type { TrialogueError } from '../trialogue-error';
import { type Tuning, tuning } from '../tuning';

const backoff = { firstMs: 10, mostMs: 100 };

/** As it is, but in a hurry. */
export const hurried: Tuning = {
  ...tuning,
  backoff,
  pollMs: 40,
  exposures: { ...tuning.exposures, gatherMs: 5, backoff },
  events: { ...tuning.events, gatherMs: 5, backoff },
};

const opened: ConnectedTrialogue<any>[] = [];

/** A client, with everything that it tells; it is closed after the test. */
export const started = <Flags extends object = FlagTypes>(options: TrialogueOptions, changes: Partial<Tuning> = {}) =>
  listenedTo(new ConnectedTrialogue<Flags>(options, nodeHost, { ...hurried, ...changes }));

/** The same of one that resolves prompts. */
export const startedPrompting = (options: TrialogueOptions, changes: Partial<PromptTuning> = {}) =>
  listenedTo(new ConnectedPrompting(options, nodeHost, hurried, { ...usualPrompts, keepMs: 5, ...changes }));

function listenedTo<Client extends ConnectedTrialogue<any>>(trialogue: Client) {
  opened.push(trialogue);
  const told = {
    problems: [] as TrialogueError[],
    dropped: [] as Dropped[],
    changed: [] as string[],
    sources: [] as string[],
  };
  trialogue.on('problem', (error) => told.problems.push(error));
  trialogue.on('dropped', (dropped) => told.dropped.push(dropped));
  trialogue.on('changed', (keys) => told.changed.push(...keys));
  trialogue.on('source', (source) => told.sources.push(source));
  return Object.assign(told, { trialogue });
}

export async function closeAll(): Promise<void> {
  for (const one of opened.splice(0)) await one.close(0);
}
