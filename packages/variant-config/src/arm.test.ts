import { createHash } from 'node:crypto';
import type { JsonObject } from '@trialogue/plugin-api';
import fc from 'fast-check';
import { armOf } from './arm';
import { normalizeConfig } from './normalize-config';
import { resolveReferences } from './references';
import type { PromptVersionBody, StrategyBody } from './release-bodies';
import { onboarding } from './testing/flows';
import { food } from './testing/policies';
import { meal2 } from './testing/prompts';
import { debate, hybrid, markedModel, mlflowModel, promptTemplate } from './testing/strategies';

const prompts = { 'meal@2': meal2 };
const config: JsonObject = { execution_strategy: 'prompt_template', prompt_config: { prompt_version_id: 'meal@2' } };
const arm = (written: JsonObject, version: PromptVersionBody = meal2, strategy: StrategyBody = promptTemplate) =>
  armOf({ strategy, config: normalizeConfig(written).config, prompts: { ...prompts, 'meal@2': version } });

const template = 'You plan meals for a {{ diet }} household of {{ people }}.';
const variables = '{"diet":{"required":true},"people":{"default":2}}';
const rest = `"syntax":"JINJA","template":"${template}","variables":${variables}`;
const model = '"model":{"name":"claude-sonnet-4.5","provider":"anthropic"}';

// What running experiments recorded. A row is never changed and never removed: a change here is an arm lost.
test.each<[string, StrategyBody, JsonObject, string, string]>([
  [
    'a prompt',
    promptTemplate,
    config,
    `{"config":{"prompt_version_id":{${model},"params":{"max_tokens":2048,"temperature":0.7},${rest}}},"strategy":{"name":"prompt_template","version":"1.0.0"}}`,
    '4cd4cbe52ef61c274a82d12d7cd090429fe63776d4f5f6392226374f060af751',
  ],
  [
    'a prompt with another model and other params',
    promptTemplate,
    {
      ...config,
      prompt_config: { prompt_version_id: 'meal@2', model_provider: 'openai', model_name: 'gpt-4.1' },
      params: { temperature: 0 },
    },
    `{"config":{"prompt_version_id":{"model":{"name":"gpt-4.1","provider":"openai"},"params":{"max_tokens":2048,"temperature":0},${rest}}},"strategy":{"name":"prompt_template","version":"1.0.0"}}`,
    '52a354f9230127744fcff3826bf94e636b2c000d2c52ff283d2e8335ba5f1de1',
  ],
  [
    'an MLflow model, legacy',
    mlflowModel,
    { policy_version_id: 'uuid-v1', params: { temperature: 0.7 } },
    '{"config":{"policy_version_id":"uuid-v1"},"params":{"temperature":0.7},"strategy":{"name":"mlflow_model","version":"1.0.0"}}',
    '16e8e86e5ec38cabd736ad9022e85957af8c035adb51510f5229ff7433e0be13',
  ],
  [
    'a stranger’s strategy with two prompts',
    debate,
    {
      execution_strategy: 'debate',
      debate: { speakers: [{ prompt: 'meal@2', side: 'for' }, { prompt: 'meal@2' }], rounds: 3 },
    },
    `{"config":{"rounds":3,"speakers":[{"prompt":{${model},"params":{"max_tokens":2048,"temperature":0.7},${rest}},"side":"for"},{"prompt":{${model},"params":{"max_tokens":2048,"temperature":0.7},${rest}}}]},"strategy":{"name":"debate","version":"0.3.1"}}`,
    '7b7240994a3f2a5eb035044fff728b04466543a9e12d3682798b9bdaa82311cd',
  ],
  [
    'a strategy without a config',
    debate,
    { execution_strategy: 'debate' },
    '{"strategy":{"name":"debate","version":"0.3.1"}}',
    '99dfea8d78d6117b5d7398cfd01ec9e6b3caaa626c9927ada9f87517b13726d6',
  ],
])('golden: %s', (_, strategy, written, behaviour, hash) => {
  expect(createHash('sha256').update(behaviour).digest('hex')).toBe(hash);
  expect(arm(written, meal2, strategy)).toBe(hash);
});

// The same promise for what names policies and flows.
test.each<[string, StrategyBody, readonly StrategyBody[], JsonObject, string, string]>([
  [
    'a policy',
    markedModel,
    [],
    { policy_version_id: 'food@1' },
    '{"config":{"policy_version_id":{"model":{"name":"food_budget","version":"1"},"params":{"quantile":0.5}}},"strategy":{"name":"mlflow_model","version":"1.0.0"}}',
    '872cfa338f5bfbe5c353a47af40d7774f5b4edc05e8a163c1893b231ff66afed',
  ],
  [
    'a policy with other params, and its own model named',
    markedModel,
    [],
    {
      execution_strategy: 'mlflow_model',
      mlflow_model: { policy_version_id: 'food@1', model_name: 'food_budget' },
      params: { quantile: 0.9 },
    },
    '{"config":{"policy_version_id":{"model":{"name":"food_budget","version":"1"},"params":{"quantile":0.9}}},"strategy":{"name":"mlflow_model","version":"1.0.0"}}',
    '4fe359aaecda8498caa9a698def1de7083c1892ed2706364bead183a0da12048',
  ],
  [
    'a strategy that uses two others',
    hybrid,
    [markedModel, promptTemplate],
    {
      ...config,
      execution_strategy: 'hybrid',
      mlflow_model: { policy_version_id: 'food@1' },
    },
    `{"strategy":{"name":"hybrid","version":"1.0.0"},"uses":{"mlflow_model":{"config":{"policy_version_id":{"model":{"name":"food_budget","version":"1"},"params":{"quantile":0.5}}},"version":"1.0.0"},"prompt_template":{"config":{"prompt_version_id":{${model},"params":{"max_tokens":2048,"temperature":0.7},${rest}}},"version":"1.0.0"}}}`,
    'be3843da909d6d1e8e8042c2c3225caa5bd2f5dbb6982c25f291213a908a2b54',
  ],
  [
    'a flow that begins elsewhere',
    promptTemplate,
    [],
    { ...config, flow_config: { flow_id: 'onboarding@1', initial_state: 'diet' } },
    `{"config":{"prompt_version_id":{${model},"params":{"max_tokens":2048,"temperature":0.7},${rest}}},"flow":{"checksum":"flow checksum","initial_state":"diet","prompts":{"meal@production":{${model},"params":{"max_tokens":2048,"temperature":0.7},${rest}}}},"strategy":{"name":"prompt_template","version":"1.0.0"}}`,
    '1c5cb0d164e2c6d0236e52a667293d768a54a7f95ddf28ce97325f6b177bfd99',
  ],
])('golden: %s', (_, strategy, used, written, behaviour, hash) => {
  expect(createHash('sha256').update(behaviour).digest('hex')).toBe(hash);
  const source = { strategy, used, config: normalizeConfig(written).config, policies: { 'food@1': food(1) } };
  const flows = { 'onboarding@1': onboarding };
  expect(armOf({ ...source, flows, prompts: { ...prompts, 'meal@production': meal2 } })).toBe(hash);
});

// And for how a conversation is led.
test('golden: a fallback model, a budget and a history', () => {
  const leading = {
    fallback_model: { provider: 'openai', name: 'gpt-4.1' },
    budget: { tokens: 20_000, usd: 0.5, message: 'Done.' },
    history: { tokens: 4000, summary: { after_tokens: 3000 } },
  };
  const behaviour = `{"budget":{"message":"Done.","tokens":20000,"usd":0.5},"config":{"prompt_version_id":{${model},"params":{"max_tokens":2048,"temperature":0.7},${rest}}},"fallback_model":{"name":"gpt-4.1","provider":"openai"},"history":{"summary":{"after_tokens":3000},"tokens":4000},"strategy":{"name":"prompt_template","version":"1.0.0"}}`;
  const hash = '7c5e83a23a858d3907af150d75280d31030759ba5a9e45fb783cce4b921e923b';
  expect(createHash('sha256').update(behaviour).digest('hex')).toBe(hash);
  expect(arm({ ...config, ...leading })).toBe(hash);
});

// And for what prompts could not say at first.
test.each<[string, Partial<PromptVersionBody>, string, string]>([
  [
    'a chat',
    {
      messages: [
        { role: 'system', template: 'Plan.' },
        { role: 'user', template: '{{ diet }}?' },
      ],
      template: 'Plan.\n\n{{ diet }}?',
    },
    `{"config":{"prompt_version_id":{"messages":[{"role":"system","template":"Plan."},{"role":"user","template":"{{ diet }}?"}],${model},"params":{"max_tokens":2048,"temperature":0.7},"syntax":"JINJA","template":"Plan.\\n\\n{{ diet }}?","variables":${variables}}},"strategy":{"name":"prompt_template","version":"1.0.0"}}`,
    '5c92d236fd9fabe8c1ca4cc9ab28075c6ee16397ca1e3b7c75c40f523ea763ed',
  ],
  [
    'an answer by a schema, a value by another',
    { responseSchema: { type: 'object' }, variables: [{ name: 'diet', required: true, schema: { enum: ['vegan'] } }] },
    `{"config":{"prompt_version_id":{${model},"params":{"max_tokens":2048,"temperature":0.7},"response_schema":{"type":"object"},"syntax":"JINJA","template":"${template}","variables":{"diet":{"required":true,"schema":{"enum":["vegan"]}}}}},"strategy":{"name":"prompt_template","version":"1.0.0"}}`,
    '5b6c5e8538a11801b7a6b642d889b70b4fcfd4f54eea946eadcfe912fe195525',
  ],
  [
    'what it includes, whatever that is called',
    {
      includes: {
        'tone@production': {
          version: 'tone@3',
          template: 'Be kind.',
          includes: { end: { version: 'end@1', template: 'Bye.' } },
        },
      },
    },
    `{"config":{"prompt_version_id":{"includes":{"tone@production":{"includes":{"end":{"template":"Bye."}},"template":"Be kind."}},${model},"params":{"max_tokens":2048,"temperature":0.7},${rest}}},"strategy":{"name":"prompt_template","version":"1.0.0"}}`,
    '0ce64bdc778815c30760ac6921c5d7b0ab59728d8bda0a8ff000a38fa536f137',
  ],
])('golden: %s', (_, change, behaviour, hash) => {
  expect(createHash('sha256').update(behaviour).digest('hex')).toBe(hash);
  expect(arm(config, { ...meal2, ...change })).toBe(hash);
});

describe('one arm for what behaves alike', () => {
  test.each<[string, JsonObject, Partial<PromptVersionBody>]>([
    [
      'the version’s name, number, status, texts for people, replies',
      config,
      {
        name: 'dinner',
        number: 9,
        status: 'ARCHIVED',
        description: 'other',
        replies: [],
        checksum: 'other',
        variables: [
          { name: 'diet', required: true, description: 'other' },
          { name: 'people', required: false, default: 2 },
        ],
      },
    ],
    [
      'the model written in the config',
      {
        ...config,
        prompt_config: { prompt_version_id: 'meal@2', model_name: 'claude-sonnet-4.5', model_provider: 'anthropic' },
      },
      {},
    ],
    ['the params written in the config', { ...config, params: { temperature: 0.7, max_tokens: 2048 } }, { params: {} }],
    [
      'a param that is overridden',
      { ...config, params: { temperature: 0.7 } },
      { params: { temperature: 1, max_tokens: 2048 } },
    ],
    ['params that are empty', { ...config, params: {} }, {}],
    ['a history at its default', { ...config, history: { tokens: 8000 } }, {}],
  ])('prompt_template: %s', (_, written, change) => expect(arm(written, { ...meal2, ...change })).toBe(arm(config)));

  test('a label and the version that it stands for', () => {
    const labelled = { ...config, prompt_config: { prompt_version_id: 'meal@production' } };
    const resolved = resolveReferences(labelled, promptTemplate, () => ({ reference: 'meal@2', hash: 'h' }));
    expect(arm(resolved.config)).toBe(arm(config));
  });

  test('a legacy config and the one it is rewritten to', () =>
    expect(arm({ policy_version_id: 'v1', params: { a: 1 } }, meal2, mlflowModel)).toBe(
      arm(
        { execution_strategy: 'mlflow_model', mlflow_model: { policy_version_id: 'v1' }, params: { a: 1 } },
        meal2,
        mlflowModel,
      ),
    ));

  test('two policies with the same model and params', () => {
    const source = { strategy: markedModel, prompts: {} };
    const at = (reference: string) => normalizeConfig({ policy_version_id: reference }).config;
    const other = food(7, { name: 'other', modelVersion: '1', description: 'other', timeoutMs: 1, checksum: 'other' });
    expect(armOf({ ...source, config: at('other@7'), policies: { 'other@7': other } })).toBe(
      armOf({ ...source, config: at('food@1'), policies: { 'food@1': food(1) } }),
    );
  });

  test('a field at its default, and a strategy’s new field that nobody has set', () => {
    const plain = { execution_strategy: 'debate', debate: { rounds: 2 } };
    const properties = { ...(debate.config.properties as JsonObject), moderator: { type: 'string' } };
    const newer = { ...debate, config: { ...debate.config, properties } };
    expect(arm(plain, meal2, debate)).toBe(arm({ execution_strategy: 'debate', debate: {} }, meal2, debate));
    expect(arm(plain, meal2, newer)).toBe(arm(plain, meal2, debate));
    expect(arm(plain, meal2, { ...debate, plugin: 'other', effects: 'external', output: {} })).toBe(
      arm(plain, meal2, debate),
    );
  });

  test('any order of keys', () => {
    const value = fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean(), fc.constant(null));
    const params = fc.dictionary(fc.string({ unit: 'grapheme' }), value, { maxKeys: 6 });
    fc.assert(
      fc.property(params, fc.infiniteStream(fc.nat()), (object, order) => {
        const shuffled = Object.entries(object)
          .map((entry) => [order.next().value, entry] as const)
          .sort(([one], [other]) => one! - other!)
          .map(([, entry]) => entry);
        const other = { params: Object.fromEntries(shuffled), ...Object.fromEntries(Object.entries(config).reverse()) };
        expect(arm(other)).toBe(arm({ ...config, params: object }));
        expect(arm(config, { ...meal2, params: Object.fromEntries(shuffled) })).toBe(
          arm(config, { ...meal2, params: object }),
        );
      }),
    );
  });
});

describe('another arm for what may behave otherwise', () => {
  test.each<[string, Partial<PromptVersionBody>]>([
    ['template', { template: `${template} ` }],
    ['syntax', { syntax: 'MUSTACHE' }],
    ['model', { modelName: 'claude-opus-4.5' }],
    ['provider', { modelProvider: 'openai' }],
    ['a param', { params: { ...meal2.params, temperature: 0.8 } }],
    ['one variable less', { variables: meal2.variables.slice(1) }],
    ['a variable’s name', { variables: [meal2.variables[0]!, { name: 'Diet', required: true }] }],
    ['a variable’s default', { variables: [{ name: 'people', required: false, default: 3 }, meal2.variables[1]!] }],
    ['a default of null', { variables: [{ name: 'people', required: false, default: null }, meal2.variables[1]!] }],
    ['a variable’s schema', { variables: [meal2.variables[0]!, { name: 'diet', required: true, schema: {} }] }],
    ['a chat of the same text', { messages: [{ role: 'system', template }] }],
    ['a role', { messages: [{ role: 'user', template }] }],
    ['a schema of the answer', { responseSchema: {} }],
    ['what is included', { includes: { tone: { version: 'tone@1', template: 'Be kind.' } } }],
    ['a variable that need not be given', { variables: [meal2.variables[0]!, { name: 'diet', required: false }] }],
  ])('of the prompt version: %s', (_, change) => expect(arm(config, { ...meal2, ...change })).not.toBe(arm(config)));

  test.each<[string, JsonObject]>([
    ['the variant’s params', { ...config, params: { temperature: 0.8 } }],
    ['the model', { ...config, prompt_config: { prompt_version_id: 'meal@2', model_name: 'other' } }],
    ['the provider', { ...config, prompt_config: { prompt_version_id: 'meal@2', model_provider: 'other' } }],
    ['a fallback variant', { ...config, fallback_variant: 'a' }],
    ['a fallback model', { ...config, fallback_model: { provider: 'openai', name: 'gpt-4.1' } }],
    ['a budget', { ...config, budget: { tokens: 5000 } }],
    ['a history', { ...config, history: { tokens: 500 } }],
  ])('of the config: %s', (_, written) => expect(arm(written)).not.toBe(arm(config)));

  test('the strategy’s version', () =>
    expect(arm(config, meal2, { ...promptTemplate, version: '1.0.1' })).not.toBe(arm(config)));
});

test.each<[string, JsonObject, StrategyBody, string]>([
  ['a label', { prompt_config: { prompt_version_id: 'meal@production' } }, promptTemplate, 'prompt meal@production'],
  ['an inherited name', { prompt_config: { prompt_version_id: 'toString' } }, promptTemplate, 'prompt toString'],
  ['a model', { debate: { judge: 'planner@3' } }, debate, 'model planner@3'],
  ['a flow', { ...config, flow_config: { flow_id: 'onboarding@1' } }, promptTemplate, 'flow onboarding@1'],
])('%s whose behaviour was not given: there is no arm', (_, written, strategy, name) =>
  expect(() => arm(written, meal2, strategy)).toThrow(`No behaviour is known of the ${name}`),
);
