import { assign } from '../assign';
import type { Assignable, Bucketer, Json } from '../snapshot';
import { experiment } from '../testing/experiment';
import cases from '../testing/growthbook-cases.json';
import { bucketRanges, growthbook, namespaceBucket, usableWeights } from './growthbook';

/** GrowthBook's own expectations of its SDKs, all of those sections that say who gets what. */
type Case<Rest extends unknown[]> = [name: string, ...Rest];
type Range = [from: number, to: number];

const close = (found: readonly number[], expected: readonly number[]) => {
  expect(found).toHaveLength(expected.length);
  for (const [index, value] of found.entries()) expect(value).toBeCloseTo(expected[index]!, 8);
};

test.each(cases.hash as [string, string, number, number | null][])(
  'seed %j, value %j, version %d: bucket %d',
  (...of) => {
    const [seed, unit, version, bucket] = of;
    const snapshot = { ...experiment([1, 1], { salt: seed }), bucketer: `growthbook_v${version}` as Bucketer };
    if (bucket === null) expect(() => assign(snapshot, { unit })).toThrow('unknown');
    else expect(assign(snapshot, { unit }).bucket).toBe(bucket);
  },
);

test.each(cases.getBucketRange as unknown as Case<[[number, number, number[] | null], Range[]]>[])(
  'ranges: %s',
  (...of) => {
    const [, [count, coverage, weights], ranges] = of;
    // A variant has its own weight here, so that there are never more or fewer weights than variants
    const given = weights?.length === count ? weights : Array(count).fill(0);
    close(bucketRanges(coverage, usableWeights(given)).flat(), ranges.flat());
  },
);

test.each(cases.chooseVariation as Case<[number, Range[], number]>[])('chooses: %s', (_, bucket, ranges, chosen) => {
  const weights = ranges.map(([from], index) => (ranges[index + 1]?.[0] ?? 1) - from);
  const coverage = (ranges[0]![1] - ranges[0]![0]) / weights[0]!;
  const { takesPart, shares } = growthbook(2)('', weights);
  expect(takesPart(coverage)(bucket) ? shares.findIndex(({ below }) => bucket < below) : -1).toBe(chosen);
});

test.each(cases.inNamespace as Case<[string, [string, number, number], boolean]>[])(
  '%s',
  (_, unit, namespace, inside) => {
    const [id, from, to] = namespace;
    const bucket = namespaceBucket(id)(unit);
    expect(bucket >= from && bucket < to).toBe(inside);
  },
);

test.each(cases.getEqualWeights.filter(([count]) => (count as number) > 0) as [number, number[]][])(
  'equal weights for %d',
  (count, weights) => close(usableWeights(Array(count).fill(0)), weights),
);

interface Context {
  readonly attributes?: { readonly [name: string]: unknown };
  readonly enabled?: boolean;
  readonly forcedVariations?: { readonly [key: string]: number };
}
interface Experiment {
  readonly key: string;
  readonly variations: readonly Json[];
  readonly weights?: readonly number[];
  readonly coverage?: number;
  readonly seed?: string;
  readonly hashVersion?: number;
  readonly hashAttribute?: string;
  readonly namespace?: readonly [id: string, from: number, to: number];
  readonly active?: boolean;
  readonly condition?: { readonly [attribute: string]: string };
}

/** What `docs/migration.md` says that a team which moves here writes. */
function asExperiment(theirs: Experiment, { enabled, forcedVariations = {} }: Context): Assignable {
  const { key, variations, weights = variations.map(() => 0), coverage = 1, seed = key, namespace, condition } = theirs;
  const [layer, from, to] = namespace ?? [];
  const [attribute, value] = Object.entries(condition ?? {})[0] ?? [];
  const snapshot = experiment(weights, {
    key,
    salt: seed,
    traffic: coverage,
    status: enabled === false || theirs.active === false ? 'PAUSED' : 'RUNNING',
    bucketer: theirs.hashVersion === 2 ? 'growthbook_v2' : 'growthbook_v1',
    layers: layer ? [{ layer, salt: layer, from: from!, to: to!, bucketer: 'growthbook' }] : [],
    ...(attribute && {
      targeting: { source: '', expression: ['==', ['attribute', attribute, 'string'], value] },
    }),
  });
  const variants = snapshot.variants.map((variant, index) => ({ ...variant, value: variations[index]! }));
  const forced = forcedVariations[key];
  return { ...snapshot, variants, ...(forced !== undefined && { overrides: { '1': variants[forced]!.key } }) };
}

/** The text of an attribute that can be an id; anything else, and 0, is a missing one there. */
function idIn({ attributes = {} }: Context, name = 'id'): string {
  const id = attributes[name];
  return typeof id === 'string' || (typeof id === 'number' && id !== 0) ? String(id) : '';
}

/** Members with which a case is about something that is not claimed: see docs/migration.md. */
const unclaimed = ['ranges', 'filters', 'force', 'parentConditions', 'url', 'qaMode', 'savedGroups'];
type Run = Case<[Context, Experiment, value: Json, takesPart: boolean, hashed: boolean]>;
const runs = cases.run as unknown as Run[];
const claimed = runs.filter(([, context, theirs]) => !unclaimed.some((name) => name in context || name in theirs));

test.each(claimed)('run: %s', (_, context, theirs, value, takesPart, hashed) => {
  const snapshot = asExperiment(theirs, context);
  const { variant, reason } = assign(snapshot, {
    unit: idIn(context, theirs.hashAttribute),
    attributes: context.attributes ?? {},
  });
  expect(variant !== null).toBe(takesPart);
  expect(variant ? variant.value : theirs.variations[0]).toEqual(value);
  expect(reason === 'ASSIGNED').toBe(hashed);
});

interface StickyRule extends Experiment {
  readonly fallbackAttribute: string;
  readonly bucketVersion: number;
  readonly minBucketVersion?: number;
  readonly disableStickyBucketing?: boolean;
}
interface StickyContext extends Context {
  readonly features: { readonly [key: string]: { readonly rules: readonly [StickyRule] } };
}
type Doc = { attributeName: string; attributeValue: string; assignments: { [experiment: string]: string } };
type StickyResult = { value: string; stickyBucketUsed: boolean; bucket: number } | null;
/** An exposure of another version is drawn anew there and kept here: that is what `sticky` is for. */
const redrawn = /^resets sticky/;
const sticky = cases.stickyBucket as unknown as Case<[StickyContext, Doc[], string, StickyResult]>[];
const kept = sticky.filter(([name, , , feature]) => feature === 'exp1' && !redrawn.test(name));

test.each(kept)('sticky: %s', (_, context, docs, feature, result) => {
  const rule = context.features[feature]!.rules[0];
  const { bucketVersion, minBucketVersion = 0, disableStickyBucketing, fallbackAttribute } = rule;
  // The id with which a doc was written, first that of the hash attribute: what was exposed is a caller's to look up
  const ids = [rule.hashAttribute!, fallbackAttribute].flatMap((name) => idIn(context, name) || []);
  const written = ids.map((id) => docs.find(({ attributeValue }) => attributeValue === id)).find((doc) => doc);
  const [name, key] = Object.entries(written?.assignments ?? {})[0] ?? [];
  const snapshot: Assignable = {
    ...asExperiment({ ...rule, condition: { country: 'USA' } }, context),
    allocation: bucketVersion + 1,
    ...(!disableStickyBucketing && { sticky: { blockedBefore: minBucketVersion + 1 } }),
  };
  const earlier = name && {
    [rule.key]: {
      variant: snapshot.variants[Number(key)]!.key,
      allocation: Number(name.split('__')[1]) + 1,
      bucket: null,
      propensity: null,
    },
  };
  const unit = ids[0]!;
  const { variant, reason, bucket } = assign(snapshot, {
    unit,
    attributes: context.attributes!,
    ...(earlier && { sticky: earlier }),
  });
  expect(variant?.value ?? null).toBe(result?.value ?? null);
  expect(reason === 'STICKY').toBe(result?.stickyBucketUsed ?? false);
  if (reason === 'ASSIGNED') expect(bucket).toBe(result!.bucket);
});

test('no case is left out by accident', () => {
  expect(runs).toHaveLength(88);
  expect(claimed).toHaveLength(71);
  expect(kept).toHaveLength(9);
});
