import { lookUpReference } from './look-up-reference';
import { planConfig } from './plan-config';
import type { FlowVersionBody, PromptVersionBody, StrategyBody } from './release-bodies';
import { onboarding } from './testing/flows';
import { headsOf } from './testing/heads';
import { food } from './testing/policies';
import { meal2 } from './testing/prompts';
import { hybrid, markedModel, promptTemplate } from './testing/strategies';

const calling: FlowVersionBody = {
  ...onboarding,
  name: 'calling',
  calls: [
    { strategy: 'prompt_template', config: { prompt_version_id: 'sorter@production' } },
    { strategy: 'mlflow_model', config: { policy_version_id: 'food@2' } },
  ],
};
const sorter: PromptVersionBody = { ...meal2, name: 'sorter', number: 1, template: 'Sort it.' };
const config = {
  execution_strategy: 'prompt_template',
  prompt_config: { prompt_version_id: 'meal@2', model_name: 'another' },
  params: { temperature: 0.1 },
  flow_config: { flow_id: 'calling@1' },
};

interface Change {
  readonly strategies?: readonly StrategyBody[];
  readonly sorters?: readonly PromptVersionBody[];
  readonly flow?: Partial<FlowVersionBody>;
}
const heads = ({ strategies = [promptTemplate, markedModel, hybrid], sorters = [sorter], flow }: Change = {}) =>
  headsOf({
    strategies,
    prompts: [meal2, ...sorters],
    labels: { meal: { production: 2 }, sorter: { production: sorters.at(-1)?.number ?? 1 } },
    policies: [food(1), food(2)],
    flows: [{ ...calling, ...flow }],
  });

test('what calls name is pinned with the flow, under the reference as they have it', () => {
  expect(planConfig(config, heads()).pins).toEqual({
    'meal@2': 'hash of meal@2',
    'meal@production': 'hash of meal@2',
    'calling@1': 'hash of calling@1',
    'sorter@production': 'hash of sorter@1',
    'food@2': 'hash of food@2',
  });
});

test('the arm has what is called', () => {
  const armWith = (change?: Change) => planConfig(config, heads(change)).arm;
  const arm = armWith();
  expect(armWith()).toBe(arm);
  expect(armWith({ sorters: [sorter, { ...sorter, number: 2, template: 'Sort it well.' }] })).not.toBe(arm);
  expect(armWith({ sorters: [sorter, { ...sorter, number: 2, replies: [] }] })).toBe(arm);
  expect(armWith({ strategies: [promptTemplate, { ...markedModel, version: '1.0.1' }] })).not.toBe(arm);
  const [first, second] = calling.calls!;
  expect(armWith({ flow: { calls: [second!, first!] } })).toBe(arm);
  expect(armWith({ flow: { calls: [first!] } })).not.toBe(arm);
});

test.each<[string, Change, string]>([
  ['a strategy that nobody brings', { strategies: [promptTemplate] }, 'no plugin brings the strategy "mlflow_model"'],
  ['a prompt that is not there', { sorters: [] }, 'there is no prompt "sorter@production"'],
  [
    'a strategy that uses one which nobody brings',
    { strategies: [promptTemplate, hybrid], flow: { calls: [{ strategy: 'hybrid' }] } },
    'no plugin brings the strategy "mlflow_model"',
  ],
])('%s: the flow cannot be followed', (_, change, message) => {
  expect(lookUpReference(heads(change), 'flow', 'calling@1')).toMatchObject({
    problem: { message: expect.stringContaining(`the flow "calling@1" cannot be followed: ${message}`) },
  });
});
