import { readFileSync } from 'node:fs';
import path from 'node:path';
import { assign } from '../assign';
import type { Assignable, AssignableVariant } from '../snapshot';
import { experiment } from '../testing/experiment';

/** The expectations that every SDK of Unleash is held to: npm @unleash/client-specification. */
interface Specification {
  readonly state: { readonly features: readonly Feature[] };
  readonly tests?: readonly {
    readonly toggleName: string;
    readonly context: Context;
    readonly expectedResult: boolean;
  }[];
  readonly variantTests?: readonly {
    readonly toggleName: string;
    readonly context: Context;
    readonly expectedResult: { readonly name: string; readonly feature_enabled: boolean };
  }[];
}
interface Feature {
  readonly name: string;
  readonly enabled: boolean;
  readonly strategies: readonly Strategy[];
  readonly variants?: readonly Variant[];
}
interface Strategy {
  readonly name: string;
  readonly parameters?: { readonly [name: string]: string };
  readonly constraints?: readonly { readonly contextName: string; readonly values: readonly string[] }[];
  readonly variants?: readonly Variant[];
}
interface Variant {
  readonly name: string;
  readonly weight: number;
  readonly stickiness?: string;
  readonly overrides?: readonly { readonly values: readonly string[] }[];
}
interface Context {
  readonly userId?: string;
  readonly sessionId?: string;
  readonly environment?: string;
  readonly properties?: { readonly [name: string]: string };
}

const folder = path.join(path.dirname(require.resolve('@unleash/client-specification')), 'specifications');
const read = (name: string): Specification => JSON.parse(readFileSync(path.join(folder, name), 'utf8'));

/** What a strategy of old goes by; the others say it. */
const stickiness: { readonly [strategy: string]: string } = {
  gradualRolloutUserId: 'userId',
  gradualRolloutSessionId: 'sessionId',
  userWithId: 'userId',
};

/** The unit that a caller asks for: nobody where the field is missing, anybody where it need not be there. */
function unitOf(context: Context, field = 'default'): string {
  const { userId, sessionId, properties } = context;
  if (field === 'default' || field === 'random') return userId ?? sessionId ?? 'anybody';
  return { userId, sessionId, ...properties }[field] ?? '';
}

/** One strategy of a feature with the variants that it draws from, as docs/migration.md says. */
function asExperiment({ name, enabled, variants: own = [] }: Feature, strategy?: Strategy): Assignable {
  const { parameters = {}, constraints = [], variants = [] } = strategy ?? {};
  const drawn = variants.length > 0 ? variants : own;
  const isList = strategy?.name === 'userWithId';
  const { groupId = name, rollout = parameters.percentage ?? 100, userIds = '' } = parameters;
  const snapshot = experiment(drawn.length > 0 ? drawn.map(({ weight }) => weight) : [1], {
    status: enabled ? 'RUNNING' : 'PAUSED',
    bucketer: 'unleash',
    salt: groupId,
    traffic: isList ? 0 : Number(rollout) / 100,
    ...(constraints[0] && {
      targeting: {
        source: '',
        expression: ['among', ['attribute', constraints[0].contextName, 'string'], constraints[0].values],
      },
    }),
  });
  const named = drawn.flatMap(({ overrides = [] }, index) =>
    overrides.flatMap(({ values }) => values.map((unit) => [unit, snapshot.variants[index]!.key])),
  );
  const listed = isList ? userIds.split(/\s*,\s*/).map((unit) => [unit, 'a']) : [];
  return { ...snapshot, overrides: Object.fromEntries([...listed, ...named]) };
}

/** The name of the variant, `disabled` when there is none to draw; nothing when no strategy lets the unit in. */
function evaluated({ state }: Specification, toggleName: string, context: Context): string | undefined {
  const feature = state.features.find(({ name }) => name === toggleName);
  if (!feature) return undefined;
  const strategies = feature.strategies.length > 0 ? feature.strategies : [undefined];
  for (const strategy of strategies) {
    const variants = strategy?.variants?.length ? strategy.variants : (feature.variants ?? []);
    const field = strategy?.parameters?.stickiness ?? stickiness[strategy?.name ?? ''] ?? variants[0]?.stickiness;
    const subject = {
      unit: unitOf(context, field),
      ...(context.environment && { attributes: { environment: context.environment } }),
    };
    const { variant }: { variant: AssignableVariant | null } = assign(asExperiment(feature, strategy), subject);
    if (variant) return variants[variant.key.charCodeAt(0) - 97]?.name ?? 'disabled';
  }
  return undefined;
}

/**
 * All files that say who is let in and who gets what, whole. The others are about conditions (06, 09, 11, 13–15, 21, 22:
 * targeting has a language of its own), features that depend on another's being off (17), and Unleash's API (19, 20).
 */
const claimed = [
  ['01-simple-examples', 5],
  ['02-user-with-id-strategy', 5],
  ['03-gradual-rollout-user-id-strategy', 6],
  ['04-gradual-rollout-session-id-strategy', 6],
  ['05-gradual-rollout-random-strategy', 4],
  ['07-multiple-strategies', 6],
  ['08-variants', 17],
  ['10-flexible-rollout-strategy', 10],
  ['12-custom-stickiness', 9],
  ['16-strategy-variants', 11],
  ['18-utf8-flag-names', 2],
] as const;

describe.each(claimed)('%s', (file, count) => {
  const specification = read(`${file}.json`);
  const { tests = [], variantTests = [] } = specification;
  const named = <Test extends { toggleName: string; context: Context }>(test: Test) =>
    [test.toggleName, JSON.stringify(test.context), test] as const;

  if (tests.length > 0)
    test.each(tests.map(named))('%s for %s', (_, __, { toggleName, context, expectedResult }) =>
      expect(evaluated(specification, toggleName, context) !== undefined).toBe(expectedResult),
    );
  if (variantTests.length > 0)
    test.each(variantTests.map(named))('variant of %s for %s', (_, __, { toggleName, context, expectedResult }) => {
      const got = evaluated(specification, toggleName, context);
      expect(got ?? 'disabled').toBe(expectedResult.name);
      expect(got !== undefined).toBe(expectedResult.feature_enabled);
    });
  test('is whole', () => expect(tests.length + variantTests.length).toBe(count));
});
