import fc from 'fast-check';
import { normalizeConfig } from './normalize-config';

const rewritten = {
  execution_strategy: 'mlflow_model',
  mlflow_model: { policy_version_id: 'uuid-v1' },
  params: { temperature: 0.7 },
};
const prompt = { execution_strategy: 'prompt_template', prompt_config: { prompt_version_id: 'meal@2' } };

test.each([
  ['legacy', { policy_version_id: 'uuid-v1', params: { temperature: 0.7 } }, rewritten],
  [
    'legacy, without params',
    { policy_version_id: 'v' },
    { ...rewritten, mlflow_model: { policy_version_id: 'v' }, params: undefined },
  ],
  ['legacy, with null for params', { policy_version_id: 'uuid-v1', params: null }, { ...rewritten, params: {} }],
  [
    'half rewritten',
    { execution_strategy: 'mlflow_model', policy_version_id: 'uuid-v1', params: { temperature: 0.7 } },
    rewritten,
  ],
  ['legacy beside the new place, the same', { ...rewritten, policy_version_id: 'uuid-v1' }, rewritten],
  [
    'legacy beside the rest of the new place',
    { policy_version_id: 'uuid-v1', mlflow_model: { model_name: 'planner' } },
    { execution_strategy: 'mlflow_model', mlflow_model: { model_name: 'planner', policy_version_id: 'uuid-v1' } },
  ],
  ['rewritten', rewritten, rewritten],
  ['another strategy', prompt, prompt],
])('%s', (_, config, expected) =>
  expect(normalizeConfig(config)).toEqual({ executionStrategy: expected.execution_strategy, config: expected }),
);

test.each([
  ['nothing', {}, undefined],
  ['no strategy', { prompt_config: {} }, undefined],
  ['a strategy that is no string', { execution_strategy: 3 }, undefined],
  ['a legacy id that contradicts the new place', { ...rewritten, policy_version_id: 'other' }, 'mlflow_model'],
  ['a legacy id under another strategy', { ...prompt, policy_version_id: 'uuid-v1' }, 'prompt_template'],
  ['null for params in a rewritten config', { ...rewritten, params: null }, 'mlflow_model'],
  ['a new place that is no object', { policy_version_id: 'uuid-v1', mlflow_model: 'planner' }, undefined],
])('%s: left as written, for the validator to report', (_, config, executionStrategy) =>
  expect(normalizeConfig(config)).toEqual({ executionStrategy, config }),
);

test('the normal form is its own normal form, and the argument is left alone', () => {
  const member = fc.constantFrom('execution_strategy', 'mlflow_model', 'policy_version_id', 'params', 'other');
  const value = fc.oneof(fc.constantFrom('mlflow_model', 'v1', { policy_version_id: 'v1' }), fc.jsonValue());
  fc.assert(
    fc.property(fc.dictionary(member, value as fc.Arbitrary<any>), (config) => {
      const before = structuredClone(config);
      const once = normalizeConfig(config);
      expect(config).toEqual(before);
      expect(normalizeConfig(once.config)).toEqual(once);
    }),
  );
});
