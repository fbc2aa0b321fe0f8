import { DomainError } from '@trialogue/errors';
import type { Json, Part } from '@trialogue/plugin-api';
import type { EffectLedger } from './ledger';
import type { PartsInOrder } from './parts-in-order';

type Parts = Pick<PartsInOrder, 'emit' | 'taken'>;

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
  { ledger, parts }: { readonly ledger: EffectLedger; readonly parts: Parts },
  strategy: string,
  prefix: string,
  run: (parts: Parts) => Promise<Json>,
): Promise<Json> {
  const key = `${prefix}execution/`;
  const entry = await ledger.begin(key, false);
  if (entry.state === 'STARTED') {
    const reason = 'it was begun before and may have happened, so it is not repeated';
    throw new DomainError('STRATEGY_FAILED', { strategy, reason });
  }
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
