import fc from 'fast-check';
import { assign, assignMany } from './assign';
import { experiment, units } from './testing/experiment';

// The bucket that chooses each unit’s variant, whatever the weights
const buckets = Object.fromEntries(
  ['user-1', 'user-2', 'Zoë'].map((unit) => [unit, assign(experiment([1]), { unit }).bucket!]),
);

describe('a running experiment', () => {
  test('gives each participant the variant in whose range its bucket lies, and says why', () => {
    expect(assign(experiment([3, 1]), { unit: 'user-1' })).toEqual({
      variant: expect.objectContaining({ key: 'a' }),
      inExperiment: true,
      reason: 'ASSIGNED',
      allocation: 1,
      bucket: buckets['user-1'],
      propensity: 0.75,
      trace: [
        { step: 'status', outcome: 'running' },
        { step: 'traffic', outcome: 'inside the 100 % that take part', bucket: expect.any(Number) },
        { step: 'variant', outcome: 'variant a, which 75 % of the participants get', bucket: buckets['user-1'] },
      ],
    });
  });

  test('leaves out who is outside its traffic', () => {
    const left = assign(experiment([1, 1], { traffic: 0 }), { unit: 'user-1' });
    expect(left).toMatchObject({ variant: null, inExperiment: false, reason: 'OUTSIDE_TRAFFIC' });
    expect(left).toMatchObject({ bucket: null, propensity: null });
    expect(left.trace.map(({ step, outcome }) => [step, outcome])).toEqual([
      ['status', 'running'],
      ['traffic', 'outside the 0 % that take part'],
    ]);
  });

  test('the traffic at a unit’s bucket leaves it out, anything above lets it in', () => {
    const bucket = assign(experiment([1], { traffic: 0 }), { unit: 'user-1' }).trace.at(-1)!.bucket!;
    expect(assign(experiment([1], { traffic: bucket }), { unit: 'user-1' }).inExperiment).toBe(false);
    expect(assign(experiment([1], { traffic: bucket + 2 ** -32 }), { unit: 'user-1' }).inExperiment).toBe(true);
  });

  test('a range holds its lower bound and not its upper', () => {
    const bucket = buckets['user-2']!;
    const variant = (weights: number[]) => assign(experiment(weights), { unit: 'user-2' }).variant!.key;
    expect(variant([bucket, 1 - bucket])).toBe('b');
    expect(variant([bucket + 2 ** -32, 1 - bucket - 2 ** -32])).toBe('a');
  });

  test.each([[[0, 1]], [[1, 0]], [[0, 1, 0, 1, 0]]])('weights %j: a variant of weight 0 is never chosen', (weights) => {
    const snapshot = experiment(weights);
    for (const unit of units(2000)) expect(assign(snapshot, { unit }).variant!.weight).toBeGreaterThan(0);
  });

  test('every unit gets exactly one variant, whatever the weights', () => {
    const weight = fc.oneof(fc.double({ min: 0, max: 1e300, noNaN: true }), fc.constantFrom(0, 0.1, 1 / 3, 1e-300));
    const weights = fc.array(weight, { minLength: 1, maxLength: 12 }).filter((list) => list.some((one) => one > 0));
    fc.assert(
      fc.property(weights, fc.string({ unit: 'grapheme' }), (list, unit) => {
        const { variant, propensity } = assign(experiment(list), { unit });
        expect(propensity).toBe(variant!.weight / list.reduce((sum, one) => sum + one, 0));
      }),
    );
  });

  test('only the proportion of weights counts', () => {
    for (const unit of units(2000)) {
      const one = assign(experiment([0.25, 0.75]), { unit });
      expect(assign(experiment([25, 75]), { unit })).toMatchObject({ propensity: one.propensity, bucket: one.bucket });
    }
  });
});

test.each([
  ['paused', { status: 'PAUSED' }, 'paused: nobody gets a variant'],
  ['paused, though a winner is named', { status: 'PAUSED', winner: 'b' }, 'paused: nobody gets a variant'],
  ['stopped without a winner', { status: 'STOPPED' }, 'stopped: nobody gets a variant'],
] as const)('%s: nobody gets a variant', (_, changes, outcome) =>
  expect(assign(experiment([1, 1], changes), { unit: 'user-1' })).toEqual({
    variant: null,
    inExperiment: false,
    reason: 'NOT_RUNNING',
    allocation: 1,
    bucket: null,
    propensity: null,
    trace: [{ step: 'status', outcome }],
  }),
);

test('stopped with a winner: everybody gets it, outside the traffic too, and takes part in nothing', () => {
  const stopped = experiment([1, 0], { status: 'STOPPED', winner: 'b', traffic: 0 });
  expect(assign(stopped, { unit: 'user-1' })).toEqual({
    variant: expect.objectContaining({ key: 'b' }),
    inExperiment: false,
    reason: 'WINNER',
    allocation: 1,
    bucket: null,
    propensity: 1,
    trace: [{ step: 'status', outcome: 'stopped: everybody gets the winner b' }],
  });
});

test.each([
  ['no variant', experiment([])],
  ['no weight', experiment([0, 0])],
  ['a negative weight', experiment([1, -1])],
  ['a weight that is no number', experiment([1, Number.NaN])],
  ['weights past what a number holds', experiment([Number.MAX_VALUE, Number.MAX_VALUE])],
  ['a winner that is no variant', experiment([1, 1], { status: 'STOPPED', winner: 'z' })],
])('%s: nothing is assigned from such a snapshot', (_, snapshot) =>
  expect(() => assign(snapshot, { unit: 'user-1' })).toThrow('Experiment meal_plan'),
);

test('a unit that is not Unicode text is refused', () =>
  expect(() => assign(experiment([1]), { unit: '\ud800' })).toThrow(TypeError));

test('many at once: a row for each unit, in it an assignment for each experiment', () => {
  const snapshots = [experiment([1, 1]), experiment([1, 1], { key: 'other', salt: 'other:1' })];
  const subjects = units(50).map((unit) => ({ unit }));
  expect(assignMany(snapshots, subjects)).toEqual(
    subjects.map((subject) => snapshots.map((snapshot) => assign(snapshot, subject))),
  );
  expect(assignMany([], subjects.slice(0, 2))).toEqual([[], []]);
});
