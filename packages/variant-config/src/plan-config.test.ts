import type { JsonObject } from '@trialogue/plugin-api';
import { configProblems, planConfig } from './plan-config';
import { onboarding } from './testing/flows';
import { headsOf } from './testing/heads';
import { food } from './testing/policies';
import { meal2 } from './testing/prompts';
import { debate, hybrid, markedModel, promptTemplate } from './testing/strategies';

const published = {
  strategies: [markedModel, promptTemplate, debate, hybrid],
  prompts: [{ ...meal2, number: 1, template: 'Plan.' }, meal2],
  labels: { meal: { production: 2 } },
  policies: [food(1), food(2)],
  aliases: { food: { 'uuid-v1': 1 } },
  flows: [onboarding, { ...onboarding, name: 'ask', prompts: [], checksum: 'asks' }],
};
const heads = headsOf(published);
const problemsOf = (config: JsonObject) =>
  configProblems(config, heads).map(({ path, message }) => `${path.join('.')}: ${message}`);

const mixed = {
  execution_strategy: 'hybrid',
  mlflow_model: { policy_version_id: 'food' },
  prompt_config: { prompt_version_id: 'meal' },
};
const talking = {
  execution_strategy: 'prompt_template',
  prompt_config: { prompt_version_id: 'meal@1' },
  flow_config: { flow_id: 'onboarding', initial_state: 'diet' },
};

describe('what is run, with everything that it names pinned', () => {
  test('a strategy with the members of those that it uses', () =>
    expect(planConfig(mixed, heads)).toMatchObject({
      config: {
        ...mixed,
        mlflow_model: { policy_version_id: 'food@2' },
        prompt_config: { prompt_version_id: 'meal@2' },
      },
      pins: { 'food@2': 'hash of food@2', 'meal@2': 'hash of meal@2' },
    }));

  test('a flow with the prompts of its states, by the references that its text keeps', () =>
    expect(planConfig(talking, heads)).toMatchObject({
      config: { ...talking, flow_config: { flow_id: 'onboarding@1', initial_state: 'diet' } },
      pins: { 'meal@1': 'hash of meal@1', 'meal@production': 'hash of meal@2', 'onboarding@1': 'hash of onboarding@1' },
    }));

  test('a legacy config, as the one that it is rewritten to', () => {
    const legacy = { policy_version_id: 'uuid-v1', params: { quantile: 0.9 } };
    const rewritten = {
      execution_strategy: 'mlflow_model',
      mlflow_model: { policy_version_id: 'food@1' },
      params: { quantile: 0.9 },
    };
    expect(planConfig(legacy, heads)).toEqual(planConfig(rewritten, heads));
    expect(planConfig(legacy, heads)).toMatchObject({ config: rewritten, pins: { 'food@1': 'hash of food@1' } });
  });

  test('planning what was planned changes nothing', () => {
    const once = planConfig(mixed, heads);
    expect(planConfig(once.config, heads)).toEqual(once);
  });
});

describe('the arm', () => {
  const arm = (config: JsonObject, change: object = {}) => planConfig(config, headsOf({ ...published, ...change })).arm;

  test.each<[string, JsonObject, object]>([
    [
      'where a policy’s versions stand and what they are called',
      mixed,
      {
        policies: [food(7, { modelVersion: '2', description: 'other', checksum: 'other', timeoutMs: 1, inputs: [] })],
      },
    ],
    ['what a flow is called', talking, { flows: [{ ...onboarding, number: 4, description: 'other' }] }],
  ])('stays: %s', (_, config, change) => expect(arm(config, change)).toBe(arm(config)));

  test.each<[string, JsonObject, JsonObject]>([
    [
      'the policy’s own model named again',
      mixed,
      { ...mixed, mlflow_model: { policy_version_id: 'food@2', model_name: 'food_budget' } },
    ],
    [
      'a prompt’s own model given again',
      mixed,
      { ...mixed, prompt_config: { prompt_version_id: 'meal@2', model_name: meal2.modelName } },
    ],
    [
      'the flow’s own initial state',
      { ...talking, flow_config: { flow_id: 'onboarding' } },
      { ...talking, flow_config: { flow_id: 'onboarding@1', initial_state: 'welcome' } },
    ],
  ])('is one: %s', (_, one, other) => expect(arm(other)).toBe(arm(one)));

  test.each<[string, JsonObject, object]>([
    ['a policy’s model', mixed, { policies: [food(1), food(2, { modelName: 'other' })] }],
    ['its version', mixed, { policies: [food(1), food(2, { modelVersion: '3' })] }],
    ['its params', mixed, { policies: [food(1), food(2, { params: {} })] }],
    [
      'the version of a strategy that is used',
      mixed,
      { strategies: [{ ...markedModel, version: '2' }, promptTemplate, hybrid] },
    ],
    ['a flow', talking, { flows: [{ ...onboarding, checksum: 'other' }] }],
    ['a prompt that a flow names', talking, { labels: { meal: { production: 1 } } }],
    ['another initial state', talking, { flows: [{ ...onboarding, states: ['diet', 'welcome', 'talk'] }] }],
  ])('changes: %s', (_, config, change) => expect(arm(config, change)).not.toBe(arm(config)));

  test.each<[string, JsonObject, JsonObject]>([
    ['the variant’s params of a policy', mixed, { ...mixed, params: { quantile: 0.9 } }],
    ['a flow or none', talking, { ...talking, flow_config: { flow_id: 'ask', initial_state: 'diet' } }],
    ['the members of the strategy itself', mixed, { ...mixed, hybrid: { tone: 'dry' } }],
    [
      'a model name that is not the policy’s',
      mixed,
      { ...mixed, mlflow_model: { policy_version_id: 'food', model_name: 'x' } },
    ],
  ])('differs: %s', (_, one, other) => expect(arm(other)).not.toBe(arm(one)));

  test('the variant’s model and params reach the states of its flow, when it is a prompt itself', () => {
    const other = { ...talking, prompt_config: { prompt_version_id: 'meal@1', model_name: 'other' } };
    expect(arm(other)).not.toBe(arm(talking));
    const elsewhere = { execution_strategy: 'debate', debate: {}, flow_config: { flow_id: 'onboarding' } };
    expect(arm({ ...elsewhere, params: { temperature: 0 } })).not.toBe(arm(elsewhere));
  });
});

const reference = 'a prompt: "name@version", "name@label" or "name"';
test.each<[string, JsonObject, string[]]>([
  ['nothing', mixed, []],
  ['a flow', talking, []],
  [
    'members that are missing',
    { execution_strategy: 'hybrid' },
    [
      'mlflow_model: is missing; the strategy "mlflow_model", which is used here, expects an object with "policy_version_id"',
      'prompt_config: is missing; the strategy "prompt_template", which is used here, expects an object with "prompt_version_id"',
    ],
  ],
  [
    'a misspelt member, and one that nobody uses',
    { ...mixed, debate: {}, hybird: {} },
    [
      'debate: belongs to the strategy "debate"; this variant runs "hybrid"',
      'hybird: is not known here; expected one of "execution_strategy", "flow_config", "params", "fallback_model", "fallback_variant", "budget", "history", "hybrid", "mlflow_model", "prompt_config"; did you mean "hybrid"?',
    ],
  ],
  [
    'faults in each member, all at once',
    {
      ...mixed,
      mlflow_model: { policy_version_id: 3 },
      prompt_config: { model_nam: 'x' },
      params: 'hot',
      hybrid: { tone: 1 },
    },
    [
      'params: found "hot"; expected an object',
      'hybrid.tone: found 1; expected a string',
      'mlflow_model.policy_version_id: found 3; expected a policy version: "name@version", "name" or another of its names',
      `prompt_config.prompt_version_id: is missing; expected ${reference}`,
      'prompt_config.model_nam: is not known here; expected one of "prompt_version_id", "model_provider", "model_name"; did you mean "model_name"?',
    ],
  ],
  [
    'references that name nothing, in each member',
    {
      ...mixed,
      mlflow_model: { policy_version_id: 'fod@1' },
      prompt_config: { prompt_version_id: 'meal@7' },
      flow_config: { flow_id: 'onboardin' },
    },
    [
      'mlflow_model.policy_version_id: there is no policy "fod@1"; did you mean "food"?',
      'prompt_config.prompt_version_id: there is no prompt "meal@7"; it has 1, 2',
      'flow_config.flow_id: there is no flow "onboardin"; did you mean "onboarding"?',
    ],
  ],
  [
    'another model than the policy’s',
    { ...mixed, mlflow_model: { policy_version_id: 'food', model_name: 'foot_budget' } },
    ['mlflow_model.model_name: found "foot_budget"; food@2 is a version of the model "food_budget"'],
  ],
  [
    'a state that the flow has not',
    { ...talking, flow_config: { flow_id: 'onboarding', initial_state: 'welcom' } },
    [
      'flow_config.initial_state: there is no state "welcom" in the flow "onboarding@1"; expected one of "welcome", "diet", "talk"; did you mean "welcome"?',
    ],
  ],
  [
    'a legacy config: the path is that of the author',
    { policy_version_id: 'uuid-v2' },
    ['policy_version_id: there is no policy "uuid-v2"; did you mean "uuid-v1"?'],
  ],
])('problems: %s', (_, config, problems) => expect(problemsOf(config).sort()).toEqual([...problems].sort()));

test('a strategy that is used and that no plugin brings', () =>
  expect(configProblems(mixed, headsOf({ ...published, strategies: [promptTemplate, hybrid] }))).toEqual([
    {
      path: ['execution_strategy'],
      message: 'the strategy "hybrid" uses "mlflow_model", which no plugin brings',
    },
    expect.objectContaining({ path: ['mlflow_model'] }),
  ]));

test('strategies that use each other are gone through once', () => {
  const circular = { ...hybrid, uses: ['hybrid', 'debate', 'debate'] };
  const back = { ...debate, uses: ['hybrid'] };
  const config = { execution_strategy: 'hybrid', debate: {} };
  expect(configProblems(config, headsOf({ ...published, strategies: [circular, back] }))).toEqual([]);
});
