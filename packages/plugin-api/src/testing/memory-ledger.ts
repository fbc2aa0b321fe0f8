import type { EffectLedger } from '../host';
import type { Json } from '../message';

/** An effect of a run, in the order in which the strategy came to them. */
export interface Effect {
  readonly key: string;
  readonly answer: Json;
  /** False: it was recorded by an earlier run with the same ledger, and not repeated. */
  readonly performed: boolean;
}

export interface MemoryLedger extends EffectLedger {
  /** Key → what it answered; without `answer`: begun, and nobody knows whether it happened. */
  readonly entries: { [key: string]: { answer?: any } };
}

/** A ledger in memory; give the same one to two runs, and the second is the first, resumed. */
export function memoryLedger(before: MemoryLedger['entries'] = {}): MemoryLedger {
  const entries = { ...before };
  return {
    entries,
    async begin(key) {
      const entry = entries[key];
      if (entry) return 'answer' in entry ? { state: 'DONE', answer: entry.answer } : { state: 'STARTED' };
      entries[key] = {};
      return { state: 'NEW' };
    },
    async done(key, answer) {
      entries[key] = { answer };
    },
  };
}

/** The same ledger, which tells of each effect that is done or was. */
export function watchedLedger(ledger: EffectLedger, seen: (effect: Effect) => void): EffectLedger {
  return {
    async begin(key, mayRepeat) {
      const entry = await ledger.begin(key, mayRepeat);
      if (entry.state === 'DONE') seen({ key, answer: entry.answer, performed: false });
      return entry;
    },
    async done(key, answer) {
      await ledger.done(key, answer);
      seen({ key, answer, performed: true });
    },
    failed: (key) => ledger.failed?.(key),
  };
}
