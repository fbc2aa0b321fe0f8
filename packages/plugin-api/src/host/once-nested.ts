import type { Json, Part } from '../message';
import type { EffectLedger, Refuse } from './ledger';

/** Where the parts of an execution go, in order. */
export interface Parts {
  emit(part: Part): Promise<void>;
  /** Waits for all parts that were emitted until now. */
  taken(): Promise<void>;
}

interface Recorded {
  readonly output: Json;
  readonly parts: readonly Part[];
}

/**
 * Runs, within another strategy, one that must not be run twice. It is in the ledger as a whole, for what it does outside
 * of `once` is recorded nowhere; what it has shown is recorded with its answer, and shown again with it.
 *
 * @param prefix of its effects in the ledger
 */
export async function onceNested(
  { ledger, parts, refuse }: { readonly ledger: EffectLedger; readonly parts: Parts; readonly refuse: Refuse },
  strategy: string,
  prefix: string,
  run: (parts: Parts) => Promise<Json>,
): Promise<Json> {
  const key = `${prefix}execution/`;
  const entry = await ledger.begin(key, false);
  if (entry.state === 'STARTED')
    throw refuse(strategy, 'it was begun before and may have happened, so it is not repeated');
  if (entry.state === 'DONE') {
    const recorded = entry.answer as unknown as Recorded;
    for (const part of recorded.parts) await parts.emit(part);
    return recorded.output;
  }
  const shown: Part[] = [];
  const emit = (part: Part) => {
    const last = shown.at(-1);
    if (part.type === 'text' && last?.type === 'text')
      shown[shown.length - 1] = { ...last, text: last.text + part.text };
    else shown.push(part);
    return parts.emit(part);
  };
  try {
    const output = await run({ emit, taken: () => parts.taken() });
    await ledger.done(key, { output, parts: shown } as unknown as Json);
    return output;
  } catch (error) {
    ledger.failed?.(key);
    throw error;
  }
}
