import type { Reference } from '@trialogue/plugin-api';
import { lookUpReference } from './look-up-reference';
import { onboarding } from './testing/flows';
import { headsOf } from './testing/heads';
import { food } from './testing/policies';
import { meal2 } from './testing/prompts';

const heads = headsOf({
  prompts: [
    { ...meal2, number: 1 },
    meal2,
    { ...meal2, name: 'meal_planning_assistant', number: 1, status: 'DRAFT' },
    ...Array.from({ length: 30 }, (_, index) => ({ ...meal2, name: 'often', number: index + 1 })),
    { ...meal2, name: 'old', number: 1, status: 'ARCHIVED' },
  ],
  labels: { meal: { production: 2, next: 1 } },
  policies: [food(1), food(2), food(1, { name: 'twin', modelVersion: '1' })],
  aliases: { food: { 'b7e1-uuid': 1 } },
  modelAliases: { food_budget: { champion: '2', next: '3' } },
  flows: [
    onboarding,
    { ...onboarding, name: 'outdated', prompts: ['old@1'] },
    { ...onboarding, name: 'drained', number: 1, status: 'DRAINING' },
    { ...onboarding, name: 'lost', prompts: ['meal@2', 'meal@7'] },
  ],
});

test.each<[Reference, string, string]>([
  ['prompt', 'meal@7', 'there is no prompt "meal@7"; it has 1, 2'],
  [
    'prompt',
    'meal@prodction',
    'there is no prompt "meal@prodction"; it has 1, 2, and the labels "production", "next"; did you mean "production"?',
  ],
  [
    'prompt',
    'meal_planing_assistant@1',
    'there is no prompt "meal_planing_assistant@1"; did you mean "meal_planning_assistant"?',
  ],
  [
    'prompt',
    'meal_planning_assistant@live',
    'there is no prompt "meal_planning_assistant@live"; it has 1, and no labels',
  ],
  ['prompt', 'meal_planning_assistant', 'the prompt "meal_planning_assistant" has no active version; it has 1'],
  ['prompt', 'something else', 'there is no prompt "something else"'],
  [
    'prompt',
    'often@31',
    `there is no prompt "often@31"; it has …, ${Array.from({ length: 20 }, (_, index) => index + 11).join(', ')}`,
  ],
  ['prompt', 'old@1', 'the prompt "old@1" is archived'],
  ['flow', 'outdated', 'the flow "outdated@1" cannot be followed: the prompt "old@1" is archived'],
  ['model', 'food@3', 'there is no policy "food@3"; it has 1, 2'],
  ['model', 'fod', 'there is no policy "fod"; did you mean "food"?'],
  ['model', 'b7e2-uuid', 'there is no policy "b7e2-uuid"; did you mean "b7e1-uuid"?'],
  ['model', 'models:/food_budget/3', 'no policy serves version 3 of the model "food_budget": add one to policies.yml'],
  [
    'model',
    'models:/food_budget@next',
    'no policy serves version 3 of the model "food_budget", which "next" stands for: add one to policies.yml',
  ],
  [
    'model',
    'models:/food_budget@champoin',
    'the model "food_budget" has no alias "champoin" in MLflow; it has "champion", "next"; did you mean "champion"?',
  ],
  [
    'model',
    'models:/food_budget/1',
    'version 1 of the model "food_budget" is served by food@1 and twin@1: name the one that is meant',
  ],
  [
    'model',
    'models:/foo@champion',
    'what "champion" stands for is not known: MLflow has not told the aliases of the model "foo"; a policy has to name the model, and MLFLOW_TRACKING_URI its registry',
  ],
  ['flow', 'drained@1', 'the flow "drained@1" is drained and takes no new conversations'],
  ['flow', 'onbording', 'there is no flow "onbording"; did you mean "onboarding"?'],
  ['flow', 'lost', 'the flow "lost@1" cannot be followed: there is no prompt "meal@7"; it has 1, 2'],
  ['tool', 'search', 'there is no tool "search": no tools are registered'],
])('%s %s names nothing', (kind, value, message) =>
  expect(lookUpReference(heads, kind, value)).toMatchObject({ problem: { message } }),
);

test.each<[Reference, string, string, string | undefined]>([
  ['model', 'fod', 'one of "food", "b7e1-uuid", "twin"', 'food'],
  ['prompt', 'meal@7', 'one of its versions: 1, 2', undefined],
  ['prompt', 'meal@prodction', 'one of its versions: 1, 2, or of its labels: "production", "next"', 'production'],
  ['tool', 'search', 'nothing: no tools are registered', undefined],
])('%s %s: what was found, expected and meant stands by itself, too', (kind, value, expected, nearest) =>
  expect(lookUpReference(heads, kind, value)).toEqual({
    problem: { message: expect.any(String), found: JSON.stringify(value), expected, nearest },
  }),
);

test.each<[Reference, string, string]>([
  ['prompt', 'meal@next', 'meal@1'],
  ['model', 'b7e1-uuid', 'food@1'],
  ['flow', 'onboarding', 'onboarding@1'],
])('%s %s names %s', (kind, value, reference) =>
  expect(lookUpReference(heads, kind, value)).toMatchObject({ kind, reference, hash: `hash of ${reference}` }),
);

test('what a flow’s states name is found with it, under the reference as the flow has it', () =>
  expect(lookUpReference(heads, 'flow', 'onboarding@1')).toMatchObject({
    states: ['welcome', 'diet', 'talk'],
    pins: { 'meal@production': 'hash of meal@2' },
    prompts: { 'meal@production': { reference: 'meal@2', body: meal2 } },
  }));
