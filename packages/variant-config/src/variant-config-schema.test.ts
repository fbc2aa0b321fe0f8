import type { JsonObject } from '@trialogue/plugin-api';
import { Ajv2020 } from 'ajv/dist/2020';
import { debate, hybrid, markedModel, promptTemplate } from './testing/strategies';
import { validateConfig } from './validate-config';
import { variantConfigSchema } from './variant-config-schema';

const strategies = [markedModel, promptTemplate, debate, hybrid];
const names = strategies.map(({ name }) => name);

/** Strict in everything, and a complaint of Ajv's fails the test. */
function compiled(schema: object) {
  const complain = (...words: unknown[]) => {
    throw new Error(words.join(' '));
  };
  const logger = { log: complain, warn: complain, error: complain };
  const ajv = new Ajv2020({ strict: true, allErrors: true, logger, strictRequired: false, strictTypes: 'log' });
  ajv.addKeyword({ keyword: 'ref', schemaType: 'string' });
  return ajv.compile(schema);
}
const fits = compiled(variantConfigSchema(strategies));

const prompt = { execution_strategy: 'prompt_template', prompt_config: { prompt_version_id: 'meal@2' } };
const mixed = {
  execution_strategy: 'hybrid',
  mlflow_model: { policy_version_id: 'food' },
  prompt_config: { prompt_version_id: 'meal' },
};

test.each<[boolean, string, unknown]>([
  [true, 'a prompt', prompt],
  [
    true,
    'all that may stand beside it',
    { ...prompt, flow_config: { flow_id: 'a', initial_state: 'b' }, params: { a: 1 } },
  ],
  [true, 'a budget of tokens', { ...prompt, budget: { tokens: 1, message: 'That was all.' } }],
  [true, 'a budget of money', { ...prompt, budget: { usd: 0.001 } }],
  [false, 'a budget of nothing', { ...prompt, budget: { message: 'That was all.' } }],
  [false, 'a budget of no money', { ...prompt, budget: { usd: 0 } }],
  [false, 'a budget of half a token', { ...prompt, budget: { tokens: 1.5 } }],
  [true, 'a fallback model', { ...prompt, fallback_model: { provider: 'openai', name: 'gpt-4.1' } }],
  [false, 'a fallback model without a provider', { ...prompt, fallback_model: { name: 'gpt-4.1' } }],
  [true, 'a history', { ...prompt, history: { tokens: 500, summary: { after_tokens: 400, tokens: 100 } } }],
  [false, 'a summary of nobody knows when', { ...prompt, history: { summary: {} } }],
  [true, 'a model', { execution_strategy: 'mlflow_model', mlflow_model: { policy_version_id: 'food@1' } }],
  [true, 'a strategy whose member may be left out', { execution_strategy: 'debate' }],
  [true, 'a strategy with the members of others', mixed],
  [true, 'the same with its own', { ...mixed, hybrid: { tone: 'dry' } }],
  [true, 'legacy', { policy_version_id: 'uuid-v1' }],
  [true, 'legacy with params', { policy_version_id: 'uuid-v1', params: { temperature: 0.7 } }],
  [true, 'legacy, and named', { policy_version_id: 'uuid-v1', execution_strategy: 'mlflow_model' }],
  [true, 'legacy, half rewritten', { policy_version_id: 'u', mlflow_model: { model_name: 'food_budget' } }],
  [true, 'legacy, told twice', { policy_version_id: 'u', mlflow_model: { policy_version_id: 'u' } }],
  [false, 'nothing', {}],
  [false, 'params alone', { params: {} }],
  [false, 'an unknown strategy', { ...prompt, execution_strategy: 'promt_template' }],
  [false, 'a strategy that is no string', { execution_strategy: 3 }],
  [false, 'a missing member', { execution_strategy: 'prompt_template' }],
  [false, 'a misspelt member', { execution_strategy: 'prompt_template', promt_config: {} }],
  [false, 'another strategy’s member', { ...prompt, mlflow_model: { policy_version_id: 'u' } }],
  [false, 'a reference that is no string', { ...prompt, prompt_config: { prompt_version_id: 2 } }],
  [false, 'a misspelt key inside', { ...prompt, prompt_config: { prompt_version_id: 'a', model_nam: 'x' } }],
  [false, 'a member that is null', { ...mixed, hybrid: null }],
  [false, 'params that are a list', { ...prompt, params: [] }],
  [false, 'a flow without its id', { ...prompt, flow_config: { initial_state: 'a' } }],
  [false, 'a flow that is called otherwise', { ...prompt, flow_config: { flow_id: 'a', state: 'b' } }],
  [false, 'used, and missing', { ...mixed, prompt_config: undefined }],
  [false, 'used, and wrong', { ...mixed, mlflow_model: {} }],
  [false, 'a member that nobody uses', { ...mixed, debate: {} }],
  [false, 'numbers out of range, deep', { execution_strategy: 'debate', debate: { rounds: 0 } }],
  [
    false,
    'an enumeration, deep',
    { execution_strategy: 'debate', debate: { speakers: [{ prompt: 'a', side: 'four' }] } },
  ],
  [false, 'legacy with a misspelt member', { policy_version_id: 'u', parms: {} }],
  [false, 'legacy that is no string', { policy_version_id: 7 }],
  [false, 'legacy, and named otherwise', { policy_version_id: 'u', ...prompt }],
])('valid: %s, %s; and so says the validator', (valid, _, written) => {
  const config = JSON.parse(JSON.stringify(written)) as JsonObject;
  expect(fits(config) || fits.errors).toEqual(valid || expect.any(Array));
  const problems = validateConfig(config, (name) => strategies.find((one) => one.name === name), names);
  expect(problems.length === 0).toBe(valid);
});

test('without the strategy that reads it there is no old form', () => {
  const only = compiled(variantConfigSchema([promptTemplate]));
  expect(only(prompt)).toBe(true);
  expect(only({ policy_version_id: 'uuid-v1' })).toBe(false);
  expect(only({ ...prompt, policy_version_id: 'uuid-v1' })).toBe(false);
});

test('an editor finds the text for people, and what a string names', () => {
  const { $defs, properties } = variantConfigSchema([promptTemplate]) as any;
  expect($defs.prompt_template).toEqual(promptTemplate.config);
  expect(properties.flow_config.properties.flow_id.ref).toBe('flow');
  expect(properties.execution_strategy.enum).toEqual(['prompt_template']);
});
