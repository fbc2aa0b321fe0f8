import type { Usage } from './message';

/** What several answers have cost together. */
export function totalUsage(usages: readonly Usage[]): Usage {
  const sum = (kind: keyof Usage) => usages.reduce((total, usage) => total + usage[kind], 0);
  return { input: sum('input'), output: sum('output'), cacheRead: sum('cacheRead'), cacheWrite: sum('cacheWrite') };
}
