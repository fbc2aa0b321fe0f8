import type { JsonObject } from '@trialogue/plugin-api';
import { knownStrategies, strategyNamed } from './testing/strategies';
import { validateConfig } from './validate-config';

const problemsOf = (config: JsonObject): string[] =>
  validateConfig(config, strategyNamed, knownStrategies).map(({ path, message }) => `${path.join('.')}: ${message}`);

test.each<[string, JsonObject]>([
  ['a prompt', { execution_strategy: 'prompt_template', prompt_config: { prompt_version_id: 'meal@production' } }],
  [
    'a prompt, with all that may stand beside it',
    {
      execution_strategy: 'prompt_template',
      prompt_config: { prompt_version_id: 'meal@2', model_provider: 'anthropic', model_name: 'claude-sonnet-4.5' },
      flow_config: { flow_id: 'onboarding_v1', initial_state: 'welcome' },
      params: { temperature: 0.7, max_tokens: 2048 },
      fallback_model: { provider: 'openai', name: 'gpt-4.1' },
      budget: { tokens: 20_000, usd: 0.5, message: 'That was all for today.' },
      history: {
        tokens: 4000,
        summary: { after_tokens: 3000, model: { provider: 'openai', name: 'gpt-4.1' }, tokens: 300 },
      },
    },
  ],
  ['an MLflow model', { execution_strategy: 'mlflow_model', mlflow_model: { policy_version_id: 'uuid-v1' } }],
  ['a legacy config', { policy_version_id: 'uuid-v1', params: { temperature: 0.7 } }],
  ['a strategy whose member may be left out', { execution_strategy: 'debate' }],
])('%s is valid', (_, config) => expect(problemsOf(config)).toEqual([]));

const prompt = { execution_strategy: 'prompt_template', prompt_config: { prompt_version_id: 'meal@2' } };
const known = 'expected one of "mlflow_model", "prompt_template", "debate"';
const reference = 'a prompt: "name@version", "name@label" or "name"';

test.each<[string, JsonObject, string[]]>([
  ['nothing', {}, [`execution_strategy: is missing; ${known}`]],
  [
    'a misspelt strategy',
    { ...prompt, execution_strategy: 'promt_template' },
    [`execution_strategy: there is no strategy "promt_template"; ${known}; did you mean "prompt_template"?`],
  ],
  [
    'a misspelt member without a strategy; what may belong to an unknown strategy is let be',
    { execution_strategy: 'choir', choir: {}, parms: {} },
    [
      `execution_strategy: there is no strategy "choir"; ${known}`,
      'parms: is not known here; expected one of "execution_strategy", "flow_config", "params", "fallback_model", "fallback_variant", "budget", "history", "mlflow_model", "prompt_config", "debate"; did you mean "params"?',
    ],
  ],
  ['a strategy that is no string', { execution_strategy: 3 }, ['execution_strategy: found 3; expected a string']],
  [
    'a misspelt member, so that the right one is missing too',
    { execution_strategy: 'prompt_template', promt_config: {} },
    [
      'promt_config: is not known here; expected one of "execution_strategy", "flow_config", "params", "fallback_model", "fallback_variant", "budget", "history", "prompt_config"; did you mean "prompt_config"?',
      `prompt_config.prompt_version_id: is missing; expected ${reference}`,
    ],
  ],
  [
    'another strategy’s member',
    { ...prompt, mlflow_model: { policy_version_id: 'uuid-v1' } },
    ['mlflow_model: belongs to the strategy "mlflow_model"; this variant runs "prompt_template"'],
  ],
  [
    'a reference that is no string',
    { ...prompt, prompt_config: { prompt_version_id: 2 } },
    [`prompt_config.prompt_version_id: found 2; expected ${reference}`],
  ],
  [
    'a misspelt key inside',
    { ...prompt, prompt_config: { prompt_version_id: 'meal@2', model_nam: 'x' } },
    [
      'prompt_config.model_nam: is not known here; expected one of "prompt_version_id", "model_provider", "model_name"; did you mean "model_name"?',
    ],
  ],
  [
    'members that are no objects',
    { execution_strategy: 'prompt_template', prompt_config: 'meal@2', params: [], flow_config: null },
    [
      'flow_config: found null; expected an object',
      'params: found []; expected an object',
      'prompt_config: found "meal@2"; expected an object',
    ],
  ],
  [
    'a flow without its id',
    { ...prompt, flow_config: { flow: 'onboarding_v1' } },
    [
      'flow_config.flow_id: is missing; expected the name of a flow',
      'flow_config.flow: is not known here; expected one of "flow_id", "initial_state"',
    ],
  ],
  [
    'faults at every depth, all at once',
    {
      execution_strategy: 'debate',
      debate: { speakers: [{ prompt: 'a@1', side: 'four' }, { side: 'for' }], rounds: 0 },
      param: {},
    },
    [
      'param: is not known here; expected one of "execution_strategy", "flow_config", "params", "fallback_model", "fallback_variant", "budget", "history", "debate"; did you mean "params"?',
      'debate.speakers.0.side: found "four"; expected one of "for", "against"; did you mean "for"?',
      `debate.speakers.1.prompt: is missing; expected ${reference}`,
      'debate.rounds: found 0; it must be >= 1',
    ],
  ],
  [
    'a budget, a history and a fallback that are none',
    {
      ...prompt,
      fallback_model: 'gpt-4.1',
      budget: { token: 5 },
      history: { tokens: 0, summary: { model: { name: 'gpt-4.1' } } },
    },
    [
      'fallback_model: found "gpt-4.1"; expected an object',
      'budget.token: is not known here; expected one of "tokens", "usd", "message"; did you mean "tokens"?',
      'history.tokens: found 0; it must be >= 1',
      'history.summary.after_tokens: is missing; expected a whole number',
      'history.summary.model.provider: is missing; expected a string',
      'budget: bounds nothing; expected "tokens", "usd" or both',
    ],
  ],
  [
    'what could not be stored',
    { ...prompt, params: { seed: 2 ** 53, stop: ['\0', 'a\ud800'], 'b\udc00': 1 } },
    [
      'params.seed: 9007199254740992 is past 2^53 - 1 and cannot be kept exactly; write it as a string',
      'params.stop.0: a NUL character cannot be stored',
      'params.stop.1: a lone surrogate is not Unicode text',
      'params: a lone surrogate is not Unicode text',
    ],
  ],
  [
    'a legacy config: paths are those of the author',
    { policy_version_id: 7, parms: {} },
    [
      'parms: is not known here; expected one of "execution_strategy", "flow_config", "params", "fallback_model", "fallback_variant", "budget", "history", "mlflow_model"; did you mean "params"?',
      'policy_version_id: found 7; expected a string',
    ],
  ],
  [
    'a legacy id that contradicts the new place',
    { execution_strategy: 'mlflow_model', mlflow_model: { policy_version_id: 'a' }, policy_version_id: 'b' },
    [
      'policy_version_id: is not known here; expected one of "execution_strategy", "flow_config", "params", "fallback_model", "fallback_variant", "budget", "history", "mlflow_model"',
    ],
  ],
])('%s', (_, config, problems) => expect(problemsOf(config)).toEqual(problems));

test('a legacy config where no plugin brings mlflow_model: said where the author wrote something', () =>
  expect(validateConfig({ policy_version_id: 'uuid-v1' }, () => undefined, ['prompt_template'])).toEqual([
    {
      path: ['policy_version_id'],
      message: 'there is no strategy "mlflow_model"; expected "prompt_template"',
      found: '"mlflow_model"',
      expected: '"prompt_template"',
    },
  ]));

test('without any plugin', () =>
  expect(validateConfig({}, () => undefined, [])).toEqual([
    { path: ['execution_strategy'], message: 'is missing; no plugin brings any', expected: 'nothing' },
  ]));

test('a long value is cut off in the message', () => {
  const [problem] = problemsOf({ ...prompt, params: 'x'.repeat(1000) as never });
  expect(problem!.length).toBeLessThan(120);
});
