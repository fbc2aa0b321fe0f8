import { flowVersionOf } from './flow-version-of';
import { policyVersionOf } from './policy-version-of';
import { onboarding } from './testing/flows';
import { headsOf } from './testing/heads';
import { food } from './testing/policies';

const heads = headsOf({
  policies: [
    ...[1, 2, 9, 10].map((number) => food(number)),
    food(11, { status: 'ARCHIVED' }),
    food(1, { name: 'idle', status: 'ARCHIVED' }),
  ],
  aliases: { food: { 'uuid-v1': 1, gone: 7 }, idle: { '7': 1 } },
  modelAliases: { food_budget: { champion: '2', retired: '11', beyond: '12' } },
  flows: [
    ...[1, 2, 10].map((number) => ({ ...onboarding, number })),
    { ...onboarding, number: 11, status: 'DRAFT' },
    { ...onboarding, name: 'idle', status: 'ARCHIVED' },
  ],
});

test.each<[string, string | undefined, string]>([
  ['food@2', 'food@2', 'a number'],
  ['food', 'food@10', 'the newest active one, by number and not by text'],
  ['food@11', 'food@11', 'an archived version by its number'],
  ['uuid-v1', 'food@1', 'an alias'],
  ['7', 'idle@1', 'an alias that looks like a number'],
  ['models:/food_budget/9', 'food@9', 'the version that serves a model’s'],
  ['models:/food_budget@champion', 'food@2', 'the version that serves what a model’s alias stands for'],
  ['models:/food_budget@retired', undefined, 'an alias of a model’s version that only an archived one serves'],
  ['models:/food_budget@constructor', undefined, 'an alias that every object inherits'],
  ['models:/other@champion', undefined, 'an alias of a model whose aliases are not known'],
  ['gone', undefined, 'an alias of a version that is not there'],
  ['constructor', undefined, 'a name that every object inherits'],
  ['uuid-v1@1', undefined, 'an alias names a version already'],
  ['food@production', undefined, 'policies have no labels'],
  ['food@3', undefined, 'a number that is not there'],
  ['idle', undefined, 'nothing active'],
  ['nobody', undefined, 'no such policy'],
  ['', undefined, 'nothing'],
])('policy %s is %s: %s', (text, found) => {
  const version = policyVersionOf(heads, text);
  expect(version && [version.reference, version.hash]).toEqual(found && [found, `hash of ${found}`]);
});

test.each<[string, string | undefined, string]>([
  ['onboarding@2', 'onboarding@2', 'a number'],
  ['onboarding', 'onboarding@10', 'the newest active one, by number and not by text'],
  ['onboarding@11', 'onboarding@11', 'a draft by its number'],
  ['onboarding@production', undefined, 'flows have no labels'],
  ['onboarding@3', undefined, 'a number that is not there'],
  ['idle', undefined, 'nothing active'],
  ['nobody', undefined, 'no such flow'],
  ['two words', undefined, 'no reference'],
])('flow %s is %s: %s', (text, found) => {
  const version = flowVersionOf(heads, text);
  expect(version && [version.reference, version.hash]).toEqual(found && [found, `hash of ${found}`]);
});
