import type { Json } from '@trialogue/plugin-api';

/** A place in a value that has more levels than these around it; undefined where there is none. Ends for circles too. */
export function tooDeep(value: Json, levels: number): string[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (levels === 0) return [];
  for (const [name, member] of Object.entries(value)) {
    const place = tooDeep(member, levels - 1);
    if (place !== undefined) return [name, ...place];
  }
  return undefined;
}
