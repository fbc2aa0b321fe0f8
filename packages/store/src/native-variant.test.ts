import { type Assignable, assign } from '@trialogue/assignment';
import { migratedDatabase } from './testing/migrated-database';
import { randomUnits } from './testing/random-units';

const client = migratedDatabase();

const experiment = (changes: Partial<Assignable> = {}): Assignable => ({
  ...{ key: 'meal_plan', unitType: 'user', status: 'RUNNING', salt: 'Menü:1', allocation: 1, traffic: 0.8 },
  variants: [0.1, 0.2, 0.3].map((weight, index) => ({ key: `v${index}`, weight, isControl: index === 0 })),
  ...changes,
});
const derive = `select exp.native_variant($1, unit, $2) as variant from unnest($3::text[]) with ordinality as t (unit, n)
  order by n`;

const layer = (name: string, from: number, to: number) => ({ layer: name, salt: `${name}-salt`, from, to });
const time = '2026-11-25T12:00:00.000Z';
const before = '2026-11-25T11:59:59.999Z';
const after = '2026-11-25T12:00:00.001Z';
const units = randomUnits(3000, 11);

test.each<[string, Partial<Assignable>, gets: boolean]>([
  ['by traffic and weights', {}, true],
  ['in layers', { layers: [layer('one', 0.1, 0.7), layer('two', 0.25, 1)] }, true],
  [
    'beside holdouts',
    {
      holdouts: [
        { key: 'new', salt: 'h', share: 0.2 },
        { key: 'all', salt: 'i', share: 0.1 },
      ],
    },
    true,
  ],
  [
    'in a ramp',
    {
      ramp: [
        { from: before, traffic: 0.3 },
        { from: time, traffic: 0.5 },
        { from: after, traffic: 1 },
      ],
    },
    true,
  ],
  ['before a ramp', { ramp: [{ from: after, traffic: 1 }] }, true],
  ['as it begins', { startsAt: time, endsAt: after }, true],
  ['before it begins', { startsAt: after }, false],
  ['as it ends', { endsAt: time }, false],
  [
    'with overrides',
    { overrides: Object.fromEntries(units.slice(0, 50).map((unit) => [unit.normalize('NFD'), 'v2'])) },
    true,
  ],
  ['while it is paused', { status: 'PAUSED' }, false],
  ['with a winner', { status: 'STOPPED', winner: 'v1', traffic: 0 }, true],
  ['stopped without a winner', { status: 'STOPPED' }, false],
])('%s, units get what they get in TypeScript', async (_, changes, gets) => {
  const one = experiment(changes);
  const { rows } = await client.query(derive, [JSON.stringify(one), time, units]);
  const variants = units.map((unit) => assign(one, { unit, at: Date.parse(time) }).variant?.key ?? null);
  expect(rows.map(({ variant }) => variant)).toEqual(variants);
  expect(variants.some((variant) => variant !== null)).toBe(gets);
});

test.each<[string, Partial<Assignable>]>([
  ['the experiment', { bucketer: 'unleash' }],
  ['a layer', { layers: [{ ...layer('one', 0, 1), bucketer: 'growthbook' }] }],
])('the bucketer of another product in %s is refused', (_, changes) =>
  expect(client.query(derive, [JSON.stringify(experiment(changes)), time, ['u']])).rejects.toMatchObject({
    code: '22023',
    message: expect.stringContaining('meal_plan'),
  }),
);
