import { type Assigned, evaluationOf } from './evaluation';

const assigned = (change: Partial<Assigned>): Assigned => ({
  ...{ reason: 'ASSIGNED', allocation: 2, release: 'r', propensity: 0.5 },
  ...{ variant: { key: 'on', value: true }, trace: [{ step: 'status' }, { step: 'variant' }] },
  ...change,
});
const targeted = [{ step: 'status' }, { step: 'targeting' }, { step: 'variant' }];
const nothing = { variant: null, propensity: null };

test.each<[string, string, Partial<Assigned>]>([
  ['drawn by lot', 'SPLIT', {}],
  ['drawn by lot among the targeted', 'SPLIT', { trace: targeted }],
  ['kept', 'SPLIT', { reason: 'STICKY', propensity: 1 }],
  ['kept, with a propensity that nobody knows', 'SPLIT', { reason: 'STICKY', propensity: null }],
  ['an override', 'TARGETING_MATCH', { reason: 'OVERRIDE', propensity: 1 }],
  ['a winner for all', 'STATIC', { reason: 'WINNER', propensity: 1 }],
  ['a winner for the targeted', 'TARGETING_MATCH', { reason: 'WINNER', propensity: 1, trace: targeted }],
  ['the only variant', 'STATIC', { propensity: 1 }],
  ['paused', 'DISABLED', { reason: 'NOT_RUNNING', ...nothing }],
  ['too early', 'DISABLED', { reason: 'NOT_STARTED', ...nothing }],
  ['too late', 'DISABLED', { reason: 'ENDED', ...nothing }],
  ['not targeted', 'DEFAULT', { reason: 'NOT_TARGETED', ...nothing }],
  ['held out', 'DEFAULT', { reason: 'HELD_OUT', ...nothing }],
  ['outside', 'DEFAULT', { reason: 'OUTSIDE_TRAFFIC', ...nothing }],
])('%s is %s', (_, reason, change) => {
  expect(evaluationOf('flag', assigned(change)).reason).toBe(reason);
});

test('what is handed out says where it comes from', () => {
  expect(evaluationOf('flag', assigned({}))).toEqual({
    ...{ key: 'flag', reason: 'SPLIT', variant: 'on', value: true },
    metadata: { release: 'r', allocation: 2, assignmentReason: 'ASSIGNED' },
  });
});

test.each([false, 0, '', [], {}])('%j is a value', (value) => {
  expect(evaluationOf('flag', assigned({ variant: { key: 'v', value } }))).toMatchObject({ value });
});

test('without a variant or a value, the application’s own default is meant', () => {
  expect(evaluationOf('flag', assigned({ variant: { key: 'v', value: null } }))).not.toHaveProperty('value');
  const outside = evaluationOf('flag', assigned({ reason: 'OUTSIDE_LAYER', ...nothing }));
  expect(outside).not.toHaveProperty('value');
  expect(outside).not.toHaveProperty('variant');
});
