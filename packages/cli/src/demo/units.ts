import type { GraphClient } from './graph-client';

const assignment = `query($experiment: ID!, $unit: ID!) {
  assignment(experiment: $experiment, unit: $unit) { variant { key } }
}`;

/**
 * New units of an experiment, so many that each of its variants gets its share: who gets what is known beforehand, and
 * asking records nothing. A variant that nobody gets within 40 tries for each unit is left to the others.
 */
export async function pickUnits(
  graph: GraphClient,
  { key, variants }: { readonly key: string; readonly variants: readonly unknown[] },
  count: number,
  name: string,
): Promise<string[]> {
  const share = Math.ceil(count / variants.length);
  const met = new Map<string, number>();
  const picked: string[] = [];
  const others: string[] = [];
  for (let tried = 1; picked.length < count && tried <= count * 40; tried += 1) {
    const unit = `${name}-${tried}`;
    const { variant } = (await graph.ask(assignment, { experiment: key, unit })).assignment;
    if (!variant) continue; // outside the traffic
    const before = met.get(variant.key) ?? 0;
    (before < share ? picked : others).push(unit);
    met.set(variant.key, before + 1);
  }
  return [...picked, ...others].slice(0, count);
}
