/**
 * Why an answer ended: it was whole, as long as it may be, refused, waits for its tools, came to a text that the
 * parameters name, is paused by the provider, or the model's context window was full.
 */
export type StopReason = 'end' | 'length' | 'refusal' | 'tool' | 'stop-sequence' | 'pause' | 'context';

/** Why an answer ended, from the provider's word; one that is not in its table is passed on. */
export const stopReasonOf = (table: Readonly<Record<string, StopReason>>, word: string): StopReason | (string & {}) =>
  Object.hasOwn(table, word) ? table[word]! : word;

const cutShort: ReadonlySet<string> = new Set(['length', 'context', 'refusal', 'pause'] satisfies StopReason[]);

/** Did the answer end in the middle of what the model would have said? */
export const isCutShort = (stopReason: string): boolean => cutShort.has(stopReason);
