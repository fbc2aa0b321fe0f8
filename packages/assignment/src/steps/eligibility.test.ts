import { assign } from '../assign';
import type { Expression } from '../expression';
import type { Assignable } from '../snapshot';
import { experiment, units } from '../testing/experiment';

const unit = 'user-1';
const reasonOf = (snapshot: Assignable, subject = {}) => assign(snapshot, { unit, ...subject }).reason;
const lastStep = (snapshot: Assignable, subject = {}) => assign(snapshot, { unit, ...subject }).trace.at(-1);

describe('overrides', () => {
  const named = experiment([1, 1], { traffic: 0, overrides: { 'user-1': 'b', 'Zoe\u0308': 'a' } });

  test('give a unit what the experiment says, outside the comparison', () =>
    expect(assign(named, { unit })).toEqual({
      variant: expect.objectContaining({ key: 'b' }),
      inExperiment: false,
      reason: 'OVERRIDE',
      allocation: 1,
      bucket: null,
      propensity: 1,
      trace: [
        { step: 'status', outcome: 'running' },
        { step: 'override', outcome: 'is named' },
      ],
    }));

  test('name a unit in whichever Unicode form', () =>
    expect(assign(named, { unit: 'Zo\u00eb' })).toMatchObject({ reason: 'OVERRIDE', variant: { key: 'a' } }));

  test.each(['user-2', 'constructor', '__proto__', 'toString'])('do not name %s', (other) =>
    expect(assign(named, { unit: other }).reason).toBe('OUTSIDE_TRAFFIC'),
  );

  test('come before schedule, holdout, targeting, prerequisites, layers and traffic', () => {
    const nobody = { source: 'false', expression: ['&&', false] as Expression };
    const prerequisite = { experiment: experiment([1], { key: 'other', status: 'STOPPED' }), variants: ['a'] };
    const closed = experiment([1], {
      ...{ traffic: 0, endsAt: '2020-01-01T00:00:00Z', holdouts: [{ key: 'h', salt: 'h', share: 1 }] },
      ...{ targeting: nobody, prerequisites: [prerequisite], overrides: { 'user-1': 'a' } },
      layers: [{ layer: 'l', salt: 'l', from: 0, to: 0 }],
    });
    expect(reasonOf(closed)).toBe('OVERRIDE');
  });

  test('do not outlive the experiment, nor a pause', () => {
    expect(reasonOf({ ...named, status: 'STOPPED' })).toBe('NOT_RUNNING');
    expect(reasonOf({ ...named, status: 'PAUSED' })).toBe('NOT_RUNNING');
  });

  test('of no variant are refused', () =>
    expect(() => assign(experiment([1], { overrides: { x: 'z' } }), { unit })).toThrow(
      'Experiment meal_plan: z is none of its variants',
    ));
});

describe('holdouts', () => {
  const held = (share: number) => experiment([1], { holdouts: [{ key: 'q3', salt: 'q3:1', share }] });

  test('keep out who is inside their share', () => {
    expect(assign(held(1), { unit })).toMatchObject({ variant: null, inExperiment: false, reason: 'HELD_OUT' });
    expect(lastStep(held(1))).toEqual({
      step: 'holdout',
      outcome: 'inside the 100 % that q3 holds out',
      bucket: expect.any(Number),
    });
    expect(reasonOf(held(0))).toBe('ASSIGNED');
  });

  test('hold the same units out of every experiment', () => {
    const one = held(0.3);
    const other = { ...held(0.3), key: 'other', salt: 'other:9' };
    const heldOut = units(2000).filter((each) => assign(one, { unit: each }).reason === 'HELD_OUT');
    expect(heldOut.length / 2000).toBeCloseTo(0.3, 1);
    for (const each of units(2000))
      expect(assign(other, { unit: each }).reason === 'HELD_OUT').toBe(heldOut.includes(each));
  });

  test('of several, each holds out', () => {
    const two = experiment([1], {
      holdouts: [
        { key: 'none', salt: 'n', share: 0 },
        { key: 'all', salt: 'a', share: 1 },
      ],
    });
    expect(lastStep(two)).toMatchObject({ outcome: 'inside the 100 % that all holds out' });
  });
});

describe('layers', () => {
  const inLayer = (from: number, to: number) =>
    experiment([1], { layers: [{ layer: 'checkout', salt: 'checkout:1', from, to }] });

  test('ranges that meet and do not overlap share no unit and lose none', () => {
    const parts = [inLayer(0, 0.2), inLayer(0.2, 0.7), inLayer(0.7, 1)];
    for (const each of units(2000)) {
      const reasons = parts.map((part) => assign(part, { unit: each }).reason);
      expect(reasons.filter((reason) => reason === 'ASSIGNED')).toHaveLength(1);
      expect(reasons.filter((reason) => reason === 'OUTSIDE_LAYER')).toHaveLength(2);
    }
  });

  test('a range holds its lower bound and not its upper', () => {
    const { bucket } = assign(inLayer(0, 1), { unit }).trace.find(({ step }) => step === 'layer')!;
    expect(reasonOf(inLayer(bucket!, 1))).toBe('ASSIGNED');
    expect(reasonOf(inLayer(0, bucket!))).toBe('OUTSIDE_LAYER');
    expect(lastStep(inLayer(0, bucket!))!.outcome).toBe(`outside 0 to ${bucket} of the layer checkout`);
  });

  test('in several, a unit must be inside each range', () => {
    const both = experiment([1], {
      layers: [
        { layer: 'one', salt: 'one', from: 0, to: 1 },
        { layer: 'two', salt: 'two', from: 0, to: 0 },
      ],
    });
    expect(lastStep(both)!.outcome).toBe('outside 0 to 0 of the layer two');
  });
});

describe('prerequisites', () => {
  const first = experiment([1, 1], { key: 'first', salt: 'first:1' });
  const after = (variants: string[], changes = {}) =>
    experiment([1], { prerequisites: [{ experiment: { ...first, ...changes }, variants }] });

  test('ask for what the unit gets in another experiment', () => {
    for (const each of units(500)) {
      const got = assign(first, { unit: each }).variant!.key;
      expect(assign(after(['a']), { unit: each }).reason).toBe(got === 'a' ? 'ASSIGNED' : 'PREREQUISITE_UNMET');
      expect(assign(after(['a', 'b']), { unit: each }).reason).toBe('ASSIGNED');
    }
  });

  test('say what it got', () => {
    expect(lastStep(after(['a'], { overrides: { [unit]: 'b' } }))!.outcome).toBe('gets b in first, not a');
    expect(lastStep(after(['a', 'b'], { status: 'PAUSED' }))!.outcome).toBe(
      'gets nothing (NOT_RUNNING) in first, not a or b',
    );
  });

  test.each([
    ['an override', { overrides: { [unit]: 'b' } }],
    ['a winner', { status: 'STOPPED', winner: 'b' }],
  ])('%s counts', (_, changes) => expect(reasonOf(after(['b'], changes))).toBe('ASSIGNED'));

  test('see the same attributes, time and exposures', () => {
    const targeted = { source: 'vip', expression: ['attribute', 'vip', 'bool'] as Expression };
    const changes = { targeting: targeted, startsAt: '2026-01-01T00:00:00Z', sticky: {} };
    const sticky = { first: { variant: 'b', allocation: 1, bucket: 0.7, propensity: 0.5 } };
    const at = Date.parse('2026-06-01T00:00:00Z');
    expect(reasonOf(after(['b'], changes), { at, sticky })).toBe('ASSIGNED');
    expect(reasonOf(after(['a', 'b'], changes), { at, attributes: { vip: true } })).toBe('ASSIGNED');
    expect(reasonOf(after(['a', 'b'], changes), { at, attributes: { vip: false } })).toBe('PREREQUISITE_UNMET');
    expect(reasonOf(after(['b'], changes), { at: 0, sticky })).toBe('PREREQUISITE_UNMET');
  });
});

describe('targeting', () => {
  const adults: Expression = ['<=', ['integer', '18'], ['attribute', 'age', 'int']];
  const targeted = experiment([1], { targeting: { source: 'age >= 18', expression: adults } });

  test.each([
    ['a unit that fits', { age: 18 }, 'ASSIGNED', undefined],
    ['a unit that does not', { age: 17 }, 'NOT_TARGETED', 'does not fit'],
    ['no attributes', undefined, 'NOT_TARGETED', 'does not fit: the attribute age is missing'],
    ['a null', { age: null }, 'NOT_TARGETED', 'does not fit: the attribute age is missing'],
    ['another type', { age: '18' }, 'NOT_TARGETED', 'does not fit: the attribute age is no int'],
    ['a fraction', { age: 18.5 }, 'NOT_TARGETED', 'does not fit: the attribute age is no int'],
  ])('%s', (_, attributes, reason, outcome) => {
    const assignment = assign(targeted, { unit, attributes });
    expect(assignment.reason).toBe(reason);
    if (outcome) expect(assignment.trace.at(-1)).toEqual({ step: 'targeting', outcome });
  });

  test('holds for the winner too', () => {
    const stopped: typeof targeted = { ...targeted, status: 'STOPPED', winner: 'a', traffic: 0 };
    expect(assign(stopped, { unit, attributes: { age: 20 } })).toMatchObject({ reason: 'WINNER', propensity: 1 });
    expect(assign(stopped, { unit, attributes: { age: 7 } })).toMatchObject({
      ...{ reason: 'NOT_TARGETED', variant: null },
      trace: [{ outcome: 'stopped: everybody who is targeted gets the winner a' }, { step: 'targeting' }],
    });
  });
});
