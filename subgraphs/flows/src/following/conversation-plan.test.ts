import { type ConversationPlan, ownPlan, planOnPrompt, talkingPlan } from './conversation-plan';

const callOf = (prompt: string) => ({ strategy: 'prompt_template', config: { prompt_version_id: prompt } });

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
  [
    'the fallback model of any variant',
    plan('hybrid', { fallback_model: { provider: 'openai', name: 'm' } }),
    {
      execution_strategy: 'prompt_template',
      prompt_config: { prompt_version_id: 'chef@production' },
      fallback_model: { provider: 'openai', name: 'm' },
    },
  ],
])('a prompt that a state names is executed with %s', (_, given, config) => {
  const pins = { 'chef@production': 'chef' };
  expect(planOnPrompt(given, 'chef@production')).toEqual({ strategy: 'prompt_template', config, pins });
});

test.each(['chef@2', 'constructor'])('the prompt %s, which is not pinned, stays so', (prompt) => {
  expect(planOnPrompt(plan('prompt_template', {}), prompt).pins).toEqual({});
});

test.each([
  ['its prompt alone', { prompts: ['chef@production'] }, { 'own@1': 'own' }],
  ['its prompt also where a state names the same', { prompts: ['chef@production', 'own@1'] }, { 'own@1': 'own' }],
  ['not what a call names', { prompts: [], calls: [callOf('chef@production')] }, { 'own@1': 'own' }],
])('what is the variant’s own: %s', (_, body, pins) => {
  const given = plan('prompt_template', { prompt_config: { prompt_version_id: 'own@1' } });
  expect(ownPlan(given, body)).toEqual({ strategy: given.strategy, config: given.config, pins });
});

test.each([
  ['what a state names', { prompts: ['chef@production'] }, ['supper@1', 'own@1', 'chef@production']],
  ['not what a call names', { prompts: [], calls: [callOf('chef@production')] }, ['supper@1', 'own@1']],
  [
    'what a state and a call name',
    { prompts: ['chef@production'], calls: [callOf('chef@production')] },
    ['supper@1', 'own@1', 'chef@production'],
  ],
  [
    'the variant’s own, also where a call names it',
    { prompts: [], calls: [callOf('own@1')] },
    ['supper@1', 'own@1', 'chef@production'],
  ],
])('what talks to the user: %s', (_, body, named) => {
  const given = plan('prompt_template', { prompt_config: { prompt_version_id: 'own@1' } });
  expect(Object.keys(talkingPlan(given, body).pins)).toEqual(named);
});
