import type { JsonObject } from '@trialogue/plugin-api';
import { referencesOf, resolveReferences } from './references';
import type { StrategyBody } from './release-bodies';
import { debate, promptTemplate } from './testing/strategies';

const prompt = (id: string): JsonObject => ({
  execution_strategy: 'prompt_template',
  prompt_config: { prompt_version_id: id, model_name: 'meal@production' },
  params: { temperature: 0.7 },
});
const published: Record<string, { reference: string; hash: string }> = {
  'prompt meal@production': { reference: 'meal@2', hash: 'hash of meal@2' },
  'prompt meal@2': { reference: 'meal@2', hash: 'hash of meal@2' },
  'prompt support': { reference: 'support@1', hash: 'hash of support@1' },
  'model judge': { reference: 'meal@2', hash: 'hash of a model' },
};
const lookup = (kind: string, value: string) => published[`${kind} ${value}`];

test.each<[string, JsonObject, StrategyBody, string[][]]>([
  [
    'a prompt; its namesake elsewhere is no reference',
    prompt('meal@2'),
    promptTemplate,
    [['prompt', 'meal@2', 'prompt_config.prompt_version_id']],
  ],
  [
    'lists and what belongs to no strategy',
    {
      debate: { speakers: [{ prompt: 'a' }, { prompt: 'b@1', side: 'for' }], judge: 'planner' },
      flow_config: { flow_id: 'onboarding_v1', initial_state: 'welcome' },
    },
    debate,
    [
      ['prompt', 'a', 'debate.speakers.0.prompt'],
      ['prompt', 'b@1', 'debate.speakers.1.prompt'],
      ['model', 'planner', 'debate.judge'],
      ['flow', 'onboarding_v1', 'flow_config.flow_id'],
    ],
  ],
  ['none', { execution_strategy: 'debate' }, debate, []],
  ['a value that is no string is left to the validator', { debate: { judge: 3, speakers: 'x' } }, debate, []],
])('references: %s', (_, config, strategy, expected) =>
  expect(referencesOf(config, strategy).map(({ kind, value, path }) => [kind, value, path.join('.')])).toEqual(
    expected,
  ),
);

test('a label is replaced by the version it stands for, and that is pinned', () => {
  const config = prompt('meal@production');
  const before = structuredClone(config);
  expect(resolveReferences(config, promptTemplate, lookup)).toEqual({
    config: { ...config, prompt_config: { prompt_version_id: 'meal@2', model_name: 'meal@production' } },
    pins: { 'meal@2': 'hash of meal@2' },
    problems: [],
  });
  expect(config).toEqual(before);
});

test('resolving what is resolved changes nothing', () => {
  const once = resolveReferences(prompt('meal@production'), promptTemplate, lookup);
  expect(resolveReferences(once.config, promptTemplate, lookup)).toEqual(once);
});

test('all that names nothing is reported at once, and the rest is resolved', () => {
  const speakers = [{ prompt: 'meal@production' }, { prompt: 'gone@1' }, { prompt: 'support' }];
  expect(resolveReferences({ debate: { speakers, judge: 'nobody' } }, debate, lookup)).toEqual({
    config: {
      debate: { speakers: [{ prompt: 'meal@2' }, { prompt: 'gone@1' }, { prompt: 'support@1' }], judge: 'nobody' },
    },
    pins: { 'meal@2': 'hash of meal@2', 'support@1': 'hash of support@1' },
    problems: [
      { path: ['debate', 'speakers', 1, 'prompt'], message: 'there is no prompt "gone@1"', found: '"gone@1"' },
      { path: ['debate', 'judge'], message: 'there is no model "nobody"', found: '"nobody"' },
    ],
  });
});

test('two kinds of one name cannot both be pinned', () =>
  expect(
    resolveReferences({ debate: { speakers: [{ prompt: 'meal@2' }], judge: 'judge' } }, debate, lookup).problems,
  ).toEqual([{ path: ['debate', 'judge'], message: 'the model "meal@2" cannot be pinned beside its namesake' }]));
