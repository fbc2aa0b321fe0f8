import { assign } from '@trialogue/assignment';
import { unitTag } from '@trialogue/assignment/unit-tag';
import { createFixedTrialogue } from './fixed-trialogue';
import { withOverrideOf } from './named-units';
import { definition } from './testing/definition';

const tagged = (salt: string, units: { readonly [unit: string]: string }) => ({
  taggedOverrides: Object.fromEntries(Object.entries(units).map(([unit, key]) => [unitTag(salt)(unit), key])),
});

test('a named unit gets what it is named for, although nobody is named in what was sent', () => {
  const named = definition('named', [1, 2], { traffic: 0, ...tagged('named:1', { 'qa-1': 'b', 'Zo\u00eb': 'a' }) });
  const trialogue = createFixedTrialogue([named]);
  const got = (unit: string) => trialogue.assignment('named', { unit });
  expect(got('qa-1')).toMatchObject({ reason: 'OVERRIDE', variant: { key: 'b' } });
  expect(got('Zoe\u0308')).toMatchObject({ reason: 'OVERRIDE', variant: { key: 'a' } });
  expect(got('qa-2')).toMatchObject({ reason: 'OUTSIDE_TRAFFIC', variant: null });
});

test('in what an experiment asks for, too; and who is not named leaves the snapshot as it is', () => {
  const { snapshot: asked } = definition('asked', [1, 2], { traffic: 0, ...tagged('asked:1', { 'qa-1': 'b' }) });
  const { snapshot } = definition('asking', [1, 2], { prerequisites: [{ experiment: asked, variants: ['b'] }] });
  const reasonOf = (unit: string) => assign(withOverrideOf(snapshot, unit), { unit }).reason;
  expect([reasonOf('qa-1'), reasonOf('qa-2')]).toEqual(['ASSIGNED', 'PREREQUISITE_UNMET']);
  expect(withOverrideOf(snapshot, 'qa-2')).toBe(snapshot);
});
