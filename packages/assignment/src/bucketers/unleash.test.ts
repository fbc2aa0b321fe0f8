import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { x86 } from 'murmurhash3js';
import { assign } from '../assign';
import type { Assignable } from '../snapshot';
import { experiment } from '../testing/experiment';
import { unleashValue } from './unleash';

interface Specification {
  readonly state: { readonly features: readonly Feature[] };
  readonly tests?: readonly { toggleName: string; context: Context; expectedResult: boolean }[];
  readonly variantTests?: readonly { toggleName: string; context: Context; expectedResult: { name: string } }[];
}
interface Feature {
  readonly name: string;
  readonly enabled: boolean;
  readonly strategies: readonly { name: string; parameters?: { [name: string]: string }; variants?: Variant[] }[];
  readonly variants?: readonly Variant[];
}
interface Variant {
  readonly name: string;
  readonly weight: number;
  readonly overrides?: readonly { readonly values: readonly string[] }[];
}
type Context = { readonly userId?: string };

/** The published expectations that every SDK of Unleash is held to: npm @unleash/client-specification. */
const folder = path.join(path.dirname(require.resolve('@unleash/client-specification')), 'specifications');
const specification = (name: string): Specification =>
  JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8'));

/** Those of its one strategy, else its own. */
const variantsOf = ({ strategies, variants = [] }: Feature): readonly Variant[] =>
  strategies[0]?.variants?.length ? strategies[0].variants : variants;

/** A feature with one strategy that goes by the user, as an experiment. */
function asExperiment(feature: Feature): Assignable {
  const { name, strategies } = feature;
  const { groupId = name, rollout, percentage } = strategies[0]?.parameters ?? {};
  const given = variantsOf(feature);
  return experiment(given.length > 0 ? given.map(({ weight }) => weight) : [1], {
    bucketer: 'unleash',
    salt: groupId,
    traffic: Number(rollout ?? percentage ?? 100) / 100,
    overrides: Object.fromEntries(
      given.flatMap(({ overrides = [] }, index) =>
        overrides.flatMap(({ values }) => values.map((unit) => [unit, String.fromCharCode(97 + index)])),
      ),
    ),
  });
}

describe('Unleash’s client specification', () => {
  const rollouts = ['03-gradual-rollout-user-id-strategy', '10-flexible-rollout-strategy'].flatMap((name) => {
    const { state, tests = [] } = specification(name);
    return tests.flatMap(({ toggleName, context, expectedResult }) => {
      const feature = state.features.find((one) => one.name === toggleName);
      return feature && context.userId ? [[toggleName, context.userId, expectedResult, feature] as const] : [];
    });
  });
  test.each(rollouts)('%s for user %s: %p', (_, unit, enabled, feature) =>
    expect(assign(asExperiment(feature), { unit }).variant !== null).toBe(enabled),
  );

  const drawn = ['08-variants', '16-strategy-variants'].flatMap((name) => {
    const { state, variantTests = [] } = specification(name);
    return variantTests.flatMap(({ toggleName, context, expectedResult }) => {
      const feature = state.features.find((one) => one.name === toggleName);
      const known = feature?.enabled && context.userId !== undefined && feature.strategies.length < 2;
      return known ? [[toggleName, context.userId, expectedResult.name, feature] as const] : [];
    });
  });
  test.each(drawn)('%s for user %s: %s', (_, unit, name, feature) => {
    const variants = variantsOf(feature);
    const got = variants.length === 0 ? undefined : assign(asExperiment(feature), { unit: unit! }).variant?.key;
    expect(got === undefined ? 'disabled' : variants[got.charCodeAt(0) - 97]!.name).toBe(name);
  });

  test('covers rollouts and variants', () => {
    expect(rollouts.length).toBeGreaterThanOrEqual(8);
    expect(drawn.length).toBeGreaterThanOrEqual(15);
  });
});

test('any text hashes as with the library that Unleash’s JavaScript SDKs use', () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.uuid());
  fc.assert(
    fc.property(text, text, fc.integer({ min: 1, max: 2000 }), fc.constantFrom(0, 86028157), (group, id, total, seed) =>
      expect(unleashValue(group, id, total, seed)).toBe((x86.hash32(`${group}:${id}`, seed) % total) + 1),
    ),
    { numRuns: 2000 },
  );
});

test.each([
  [0.29, 29],
  [0.07, 7],
  [0.56, 56],
  [0.005, 0],
  [1, 100],
])('traffic %d lets in the first %d of a hundred', (traffic, count) => {
  const seen = new Set<number>();
  for (let index = 0; index < 3000; index++) {
    const unit = String(index);
    const value = unleashValue('group', unit, 100, 0);
    seen.add(value);
    const snapshot = experiment([1], { bucketer: 'unleash', salt: 'group', traffic });
    expect(assign(snapshot, { unit }).inExperiment).toBe(value <= count);
  }
  expect(seen.size).toBe(100);
});

test('weights that are not whole are shares, in thousandths', () => {
  const unitsOf = (weights: number[]) => {
    const snapshot = experiment(weights, { bucketer: 'unleash' });
    return Array.from({ length: 500 }, (_, index) => assign(snapshot, { unit: `u${index}` }).variant!.key).join('');
  };
  expect(unitsOf([0.25, 0.75])).toBe(unitsOf([250, 750]));
  expect(unitsOf([1, 3])).not.toBe(unitsOf([250, 750]));
});
