import type { Json } from '../message';
import type { KeptRecord, Records } from '../plugin';

const most = { bytes: 65_536, records: 100_000, page: 1_000 };

/** Records in memory, with the limits of the product's. */
export function memoryRecords(before: { readonly [key: string]: Json } = {}): Records {
  const kept = new Map<string, KeptRecord>();
  for (const [key, value] of Object.entries(before)) kept.set(key, { key, value, version: 1 });
  return {
    get: async (key) => structuredClone(kept.get(key) ?? null),
    async put(key, value, expected) {
      const version = kept.get(key)?.version ?? 0;
      if (expected !== undefined && expected !== version) return null;
      if (Buffer.byteLength(JSON.stringify(value)) > most.bytes) throw new Error(`the value of ${key} is over 64 KiB`);
      if (version === 0 && kept.size >= most.records) throw new Error(`a plugin keeps ${most.records} records at most`);
      const record = { key, value: structuredClone(value), version: version + 1 };
      kept.set(key, record);
      return structuredClone(record);
    },
    async delete(key) {
      kept.delete(key);
    },
    async list(prefix, { after = '', first = 100 } = {}) {
      const keys = [...kept.keys()].filter((key) => key.startsWith(prefix) && key > after).sort();
      return keys.slice(0, Math.min(first, most.page)).map((key) => structuredClone(kept.get(key)!));
    },
  };
}
