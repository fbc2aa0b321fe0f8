import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Assignable, assign } from '@trialogue/assignment';
import { vectors } from '@trialogue/assignment/vectors.json';
import { migratedDatabase } from './testing/migrated-database';
import { randomUnits } from './testing/random-units';

const client = migratedDatabase();

const snapshot = (weights: readonly number[], traffic = 1): Assignable => ({
  ...{ key: 'meal_plan', unitType: 'user', status: 'RUNNING', salt: 'Menü:1', allocation: 1, traffic },
  variants: weights.map((weight, index) => ({ key: `v${index}`, weight, isControl: index === 0 })),
});

test.each(
  vectors.filter(({ unit }) => !unit.includes('\0')).map((one) => [encodeURI(one.salt), encodeURI(one.unit), one]),
)('the published vector of salt %s, unit %s', async (_, __, vector) => {
  const { salt, unit, ...purposes } = vector as (typeof vectors)[number];
  for (const [purpose, { bucket }] of Object.entries(purposes)) {
    const { rows } = await client.query('select exp.native_bucket($1, $2, $3) as bucket', [salt, purpose, unit]);
    expect(rows).toEqual([{ bucket }]);
  }
});

test('a million units have the buckets, and get the variant, that they have and get in TypeScript', async () => {
  await client.query('create unlogged table units (unit text, bucket double precision, variant text)');
  const one = snapshot([1, 2, 3], 0.9);
  for (let batch = 0; batch < 11; batch++) {
    const units = randomUnits(100_000, 20_261_125 + batch);
    const given = units.map((unit) => assign(one, { unit }));
    await client.query('insert into units select * from unnest($1::text[], $2::double precision[], $3::text[])', [
      ...[units, given.map(({ trace }) => trace.at(-1)!.bucket), given.map(({ variant }) => variant?.key)],
    ]);
  }
  // Of characters that only one of the two knows, one cannot know the other's order
  const { rows } = await client.query(
    `select count(*)::int as units, count(distinct bucket)::int as buckets,
       count(*) filter (where exp.native_bucket($1, case when variant is null then 'traffic' else 'variant' end, unit)
         is distinct from bucket)::int as others,
       count(*) filter (where exp.native_variant($1, unit, 0.9, array['v0', 'v1', 'v2'], array[1, 2, 3])
         is distinct from variant)::int as moved,
       count(variant)::real / count(*) as share
     from units where unicode_assigned(unit)`,
    [one.salt],
  );
  expect(rows[0]).toMatchObject({ others: 0, moved: 0 });
  expect(rows[0].units).toBeGreaterThan(1_000_000);
  expect(rows[0].buckets).toBeGreaterThan(500_000);
  expect(rows[0].share).toBeCloseTo(0.9, 2);
}, 300_000); // under a minute, on a machine that does nothing else

test('the documented query gives what TypeScript does', async () => {
  const page = readFileSync(path.join(__dirname, '../../../docs/experiments.md'), 'utf8');
  const { rows } = await client.query(/```sql\n([\s\S]*?)```/.exec(page)![1]!);
  const variants = ['a', 'b'].map((key, index) => ({ key, weight: [1, 3][index]!, isControl: index === 0 }));
  const documented: Assignable = { ...snapshot([1], 0.8), salt: 'checkout:1', variants };
  expect(rows).toEqual(
    ['user-1', 'Zoë'].map((unit) => ({ unit, variant: assign(documented, { unit }).variant?.key ?? null })),
  );
});

test.each([
  [1, [1, 1]],
  [0.3, [1, 2, 3]],
  [0.75, [0, 0.1, 0.2, 0, 0.7, 0]],
  [0, [1]],
])('at the traffic %d, units get what they get in TypeScript by the weights %j', async (traffic, weights) => {
  const units = randomUnits(5000, 7);
  const one = snapshot(weights, traffic);
  const { rows } = await client.query(
    `select exp.native_variant($1, unit, $2, $3, $4) as variant from unnest($5::text[]) with ordinality as t(unit, n) order by n`,
    [one.salt, traffic, one.variants.map(({ key }) => key), weights, units],
  );
  expect(rows.map(({ variant }) => variant)).toEqual(units.map((unit) => assign(one, { unit }).variant?.key ?? null));
});

test.each([
  [['a', 'b'], [1]],
  [['a'], [0]],
  [[], []],
])('variants %j with weights %j are refused', (variants, weights) =>
  expect(client.query(`select exp.native_variant('s', 'u', 1, $1, $2)`, [variants, weights])).rejects.toMatchObject({
    code: '22023',
  }),
);

test('each is immutable and safe in a parallel plan', async () => {
  const { rows } = await client.query(
    `select proname, provolatile, proparallel from pg_proc where pronamespace = 'exp'::regnamespace and proname ~ '^(native|murmur)'`,
  );
  expect(rows).toHaveLength(5);
  for (const { provolatile, proparallel } of rows) expect([provolatile, proparallel]).toEqual(['i', 's']);
});
