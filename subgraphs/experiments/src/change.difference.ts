import { canonicalJson } from '@trialogue/canonical-json';
import type { Json, JsonObject } from '@trialogue/plugin-api';
import type { Whole } from './experiment.spec';

/** What an experiment says, flat: path → value. Variants go by their keys, and a config is one value. */
export type Stated = ReadonlyMap<string, Json>;

export function statedBy({ experiment, variants }: Whole): Stated {
  const { name, hypothesis, status, unitType, traffic, salt, allocation, winnerKey: winner } = experiment;
  const { primaryMetricKey: primaryMetric, guardrailKeys: guardrails, sampleSize } = experiment;
  const told: Record<string, Json | undefined> = {
    ...{ name, hypothesis, status, unitType, traffic, salt, allocation, winner },
    ...{ primaryMetric, guardrails, sampleSize, ...(experiment.rules as JsonObject) },
    variants: variants.map(({ key }) => key),
  };
  for (const { key, name, weight, isControl, written: config, value } of variants)
    for (const [member, said] of Object.entries({ name, weight, isControl, config, value }))
      told[`variants.${key}.${member}`] = said;
  return new Map(Object.entries(told).filter((entry): entry is [string, Json] => entry[1] != null));
}

/** The paths whose values differ, with what stood and what stands there. */
export function differenceOf(
  before: Stated,
  after: Stated,
): { readonly before: JsonObject; readonly after: JsonObject } {
  const differs = (path: string) => {
    const [one, other] = [before.get(path), after.get(path)];
    return one === undefined || other === undefined || canonicalJson(one) !== canonicalJson(other);
  };
  const only = (stated: Stated): JsonObject => Object.fromEntries([...stated].filter(([path]) => differs(path)));
  return { before: only(before), after: only(after) };
}
