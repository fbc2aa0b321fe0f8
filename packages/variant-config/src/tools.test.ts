import { lookUpReference } from './look-up-reference';
import { configProblems, planConfig } from './plan-config';
import type { ToolBody } from './release-bodies';
import { onboarding } from './testing/flows';
import { headsOf } from './testing/heads';
import { meal2 } from './testing/prompts';
import { promptTemplate } from './testing/strategies';

const weather: ToolBody = {
  name: 'weather',
  version: '1',
  plugin: 'skies',
  description: 'Tells the weather of a city.',
  input: { type: 'object', properties: { city: { type: 'string' } } },
  effects: 'none',
};
const withTools = {
  ...promptTemplate,
  config: {
    ...promptTemplate.config,
    properties: {
      ...(promptTemplate.config.properties as object),
      tools: { type: 'array', items: { type: 'string', ref: 'tool' } },
    },
  },
};
const heads = (tools: readonly ToolBody[] = [weather], flow: object = {}) =>
  headsOf({
    tools,
    strategies: [withTools],
    prompts: [meal2],
    labels: { meal: { production: 2 } },
    flows: [{ ...onboarding, ...flow }],
  });
const config = (tools?: string[], more = {}) => ({
  execution_strategy: 'prompt_template',
  prompt_config: { prompt_version_id: 'meal@2', ...(tools && { tools }) },
  ...more,
});
const armOf = (tools: readonly ToolBody[], given = config(['weather'])) => planConfig(given, heads(tools)).arm;

test('a tool that a config names is pinned', () => {
  expect(planConfig(config(['weather']), heads()).pins).toEqual({
    'meal@2': 'hash of meal@2',
    weather: 'hash of weather',
  });
});

test.each([
  [[weather], 'wether', 'there is no tool "wether"; expected "weather"; did you mean "weather"?'],
  [[], 'weather', 'there is no tool "weather": no tools are registered'],
])('one that is not there is a problem of the config', (tools, name, message) => {
  expect(configProblems(config([name]), heads(tools))).toMatchObject([
    { path: ['prompt_config', 'tools', 0], message },
  ]);
});

test.each<[string, Partial<ToolBody>]>([
  ['its version', { version: '2' }],
  ['what a model is told', { description: 'Tells it.' }],
  ['its arguments', { input: { type: 'object' } }],
  ['its answer', { output: { type: 'string' } }],
])('%s is behaviour', (_, change) => {
  expect(armOf([{ ...weather, ...change }])).not.toBe(armOf([weather]));
});

test('who brings it is none, and a config without tools has the arm that it had', () => {
  expect(armOf([{ ...weather, plugin: 'another' }])).toBe(armOf([weather]));
  expect(armOf([], config())).toBe(
    planConfig(config(), headsOf({ strategies: [promptTemplate], prompts: [meal2] })).arm,
  );
  expect(armOf([weather], config())).not.toBe(armOf([weather]));
});

describe('a flow that calls one', () => {
  const following = config(undefined, { flow_config: { flow_id: 'onboarding@1' } });
  const calling = { name: 'onboarding', number: 1, prompts: [], tools: ['weather'] };
  const planned = (tools: readonly ToolBody[]) => planConfig(following, heads(tools, calling));

  test('pins it, and its behaviour is the arm’s', () => {
    expect(planned([weather]).pins).toMatchObject({ weather: 'hash of weather' });
    expect(planned([{ ...weather, version: '2' }]).arm).not.toBe(planned([weather]).arm);
  });

  test('cannot be followed without it', () => {
    expect(lookUpReference(heads([], calling), 'flow', 'onboarding@1')).toMatchObject({
      problem: {
        message: 'the flow "onboarding@1" cannot be followed: there is no tool "weather": no tools are registered',
      },
    });
  });
});
