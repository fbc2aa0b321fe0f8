import { type ConversationPlan, ownPlan, planOnPrompt } from './conversation-plan';

const plan = (strategy: string, config: ConversationPlan['config']): ConversationPlan => ({
  strategy,
  config: { execution_strategy: strategy, flow_config: { flow_id: 'supper@1' }, ...config },
  pins: { 'supper@1': 'flow', 'own@1': 'own', 'chef@production': 'chef' },
  flow: { reference: 'supper@1', hash: 'flow' },
});

test.each([
  [
    'the variant’s model and parameters',
    plan('prompt_template', {
      prompt_config: { prompt_version_id: 'own@1', model_name: 'm' },
      params: { temperature: 0 },
    }),
    {
      execution_strategy: 'prompt_template',
      flow_config: { flow_id: 'supper@1' },
      prompt_config: { prompt_version_id: 'chef@production', model_name: 'm' },
      params: { temperature: 0 },
    },
  ],
  [
    'nothing of a variant of another strategy',
    plan('hybrid', { prompt_config: { prompt_version_id: 'own@1', model_name: 'm' }, params: { temperature: 0 } }),
    { execution_strategy: 'prompt_template', prompt_config: { prompt_version_id: 'chef@production' } },
  ],
])('a prompt that a state names is executed with %s', (_, given, config) => {
  const pins = { 'chef@production': 'chef' };
  expect(planOnPrompt(given, 'chef@production')).toEqual({ strategy: 'prompt_template', config, pins });
});

test.each(['chef@2', 'constructor'])('the prompt %s, which is not pinned, stays so', (prompt) => {
  expect(planOnPrompt(plan('prompt_template', {}), prompt).pins).toEqual({});
});

test.each([
  ['its prompt alone', ['chef@production'], { 'own@1': 'own' }],
  ['its prompt also where a state names the same', ['chef@production', 'own@1'], { 'own@1': 'own' }],
])('what is the variant’s own: %s', (_, named, pins) => {
  const given = plan('prompt_template', { prompt_config: { prompt_version_id: 'own@1' } });
  expect(ownPlan(given, named)).toEqual({ strategy: given.strategy, config: given.config, pins });
});
