import { assign, stickyExperiments } from '../assign';
import type { Expression } from '../expression';
import { experiment } from '../testing/experiment';

const unit = 'user-1';
const earlier = { variant: 'b', allocation: 2, bucket: 0.9, propensity: 0.25 };
const exposed = { unit, sticky: { meal_plan: earlier } };
const nobody = { source: 'false', expression: ['&&', false] as Expression };

describe('an experiment with sticky variants', () => {
  const sticky = experiment([1, 0], { allocation: 4, sticky: {} });

  test('keeps what a unit was exposed to, and the exposure’s allocation, bucket and propensity', () =>
    expect(assign(sticky, exposed)).toEqual({
      variant: expect.objectContaining({ key: 'b' }),
      inExperiment: true,
      reason: 'STICKY',
      ...{ allocation: 2, bucket: 0.9, propensity: 0.25 },
      trace: [
        { step: 'status', outcome: 'running' },
        { step: 'sticky', outcome: 'was exposed to b in allocation 2' },
      ],
    }));

  test('keeps it outside the targeting, prerequisites, layers and traffic', () =>
    expect(
      assign(
        {
          ...sticky,
          ...{ targeting: nobody, traffic: 0, layers: [{ layer: 'l', salt: 'l', from: 0, to: 0 }] },
          prerequisites: [{ experiment: experiment([1], { key: 'x' }), variants: [] }],
        },
        exposed,
      ).reason,
    ).toBe('STICKY'));

  test('does not keep it in a holdout, nor past the end', () => {
    const holdouts = [{ key: 'h', salt: 'h', share: 1 }];
    expect(assign({ ...sticky, holdouts }, exposed).reason).toBe('HELD_OUT');
    expect(
      assign({ ...sticky, endsAt: '2026-01-01T00:00:00Z' }, { ...exposed, at: Date.parse('2026-02-01T00:00:00Z') })
        .reason,
    ).toBe('ENDED');
  });

  test.each([
    ['nothing', undefined],
    ['another experiment', { other: earlier }],
  ])('assigns a unit that was exposed to %s anew', (_, before) => {
    const assignment = assign(sticky, { unit, sticky: before });
    expect(assignment).toMatchObject({ reason: 'ASSIGNED', variant: { key: 'a' }, allocation: 4 });
    expect(assignment.trace[1]).toEqual({ step: 'sticky', outcome: 'was not exposed' });
  });

  test('assigns a unit anew whose variant is gone', () => {
    const gone = assign(sticky, { unit, sticky: { meal_plan: { ...earlier, variant: 'z' } } });
    expect(gone).toMatchObject({ reason: 'ASSIGNED', variant: { key: 'a' } });
    expect(gone.trace[1]!.outcome).toBe('was exposed to z in allocation 2, gone');
  });

  test('blocks units of allocations before the one it names', () => {
    const blocking = { ...sticky, sticky: { blockedBefore: 3 } };
    expect(assign(blocking, exposed)).toMatchObject({ reason: 'STICKY_BLOCKED', variant: null, allocation: 4 });
    expect(assign({ ...blocking, sticky: { blockedBefore: 2 } }, exposed).reason).toBe('STICKY');
  });
});

test('without, an earlier exposure has no say', () =>
  expect(assign(experiment([1, 0]), exposed)).toMatchObject({ reason: 'ASSIGNED', variant: { key: 'a' } }));

describe('paused, keeping whom it has', () => {
  const paused = experiment([1, 1], { status: 'PAUSED', whilePaused: 'KEEP', targeting: nobody });

  test('exposed units keep their variant, sticky or not', () =>
    expect(assign(paused, exposed)).toMatchObject({
      ...{ reason: 'STICKY', variant: { key: 'b' }, inExperiment: true },
      trace: [{ outcome: 'paused: exposed units keep their variant' }, { step: 'sticky' }],
    }));

  test('no others come in, not even those that are named', () => {
    const named = { ...paused, overrides: { [unit]: 'a' } };
    const assignment = assign(named, { unit });
    expect(assignment).toMatchObject({ reason: 'NOT_RUNNING', variant: null });
    expect(assignment.trace.at(-1)!.outcome).toBe('was not exposed');
  });
});

test.each([
  ['none', experiment([1]), []],
  ['a sticky one', experiment([1], { sticky: {} }), ['meal_plan']],
  ['one that keeps its units while paused', experiment([1], { status: 'PAUSED', whilePaused: 'KEEP' }), ['meal_plan']],
  ['one that would, and runs', experiment([1], { whilePaused: 'KEEP' }), []],
  ['a stopped one', experiment([1], { status: 'STOPPED', sticky: {}, winner: 'a' }), []],
  [
    'prerequisites, each once',
    experiment([1], {
      prerequisites: ['x', 'x', 'y'].map((key) => ({ experiment: experiment([1], { key, sticky: {} }), variants: [] })),
    }),
    ['x', 'y'],
  ],
])('exposures are asked for: %s', (_, snapshot, keys) => expect(stickyExperiments(snapshot)).toEqual(keys));
