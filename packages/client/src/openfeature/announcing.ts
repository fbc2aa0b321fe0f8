import { later } from '../pause';
import type { Trialogue } from '../trialogue';

/** What both SDKs have to emit events with. */
interface Emitter {
  emit(event: any, details?: { message?: string; flagsChanged?: string[] }): void;
}

/** The names are the same in both SDKs, whose enumerations are types of their own. */
interface EventNames {
  readonly Ready: unknown;
  readonly Stale: unknown;
  readonly ConfigurationChanged: unknown;
}

const staleMessage = 'The product cannot be reached: flags are as they were known last.';

/**
 * Tells an SDK what happens in a client, until the function that is answered is called.
 *
 * @param adapt what is to be done first, when there is news
 */
export function announce(
  trialogue: Trialogue<any>,
  events: Emitter,
  names: EventNames,
  adapt: () => Promise<void> = async () => {},
): () => void {
  const tellSource = () =>
    trialogue.source === 'product'
      ? void adapt().then(() => events.emit(names.Ready))
      : events.emit(names.Stale, { message: staleMessage });
  const offs = [
    trialogue.on('changed', (keys) => {
      void adapt().then(() => events.emit(names.ConfigurationChanged, { flagsChanged: [...keys] }));
    }),
    trialogue.on('source', tellSource),
    // The SDK calls a provider ready when it has been initialised, after this.
    later(0, () => trialogue.source === 'kept' && tellSource()),
  ];
  return () => {
    for (const off of offs) off();
  };
}
