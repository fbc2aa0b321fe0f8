import { configProblems, planConfig } from './plan-config';
import { headsWith, releaseProblems } from './planned-heads';
import { headsOf } from './testing/heads';
import { meal2 } from './testing/prompts';
import { promptTemplate } from './testing/strategies';

const promptVersion = (name: string, number: number) => ({ ...meal2, name, number });
const heads = headsOf({ strategies: [promptTemplate], prompts: [promptVersion('meal', 1)] });
const config = (reference: string) => ({
  execution_strategy: 'prompt_template',
  prompt_config: { prompt_version_id: reference },
});
const planned = [
  { kind: 'prompt_version', key: 'soup@1', schema: 1, body: { ...promptVersion('soup', 1) } as any },
  {
    kind: 'prompt',
    key: 'soup',
    schema: 1,
    body: { name: 'soup', description: '', labels: { hot: 1 }, versions: { 1: 'h' } },
  },
];

test('what is planned counts as published, beside what is', () => {
  expect(configProblems(config('soup@hot'), heads)).toMatchObject([
    { message: expect.stringContaining('no prompt "soup@hot"') },
  ]);
  const after = headsWith(heads, planned);
  expect(configProblems(config('soup@hot'), after)).toEqual([]);
  expect(planConfig(config('soup@hot'), after).pins).toEqual({ 'soup@1': expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(configProblems(config('meal@1'), after)).toEqual([]);
  expect(configProblems(config('sopu'), after)).toMatchObject([
    { message: expect.stringContaining('did you mean "soup"?') },
  ]);
});

test('what is planned comes before what is published under the same key', () => {
  const body = { name: 'meal', description: '', labels: { live: 1 }, versions: { 1: 'h' } };
  const after = headsWith(heads, [{ kind: 'prompt', key: 'meal', schema: 1, body }]);
  expect(configProblems(config('meal@live'), after)).toEqual([]);
  expect(after.heads('prompt').map(({ key }) => key)).toEqual(['meal']);
});

test.each<[string, object, string]>([
  ['of another kind', { kind: 'experiment', body: {} }, 'kind'],
  [
    'that a prompt does not have',
    { kind: 'prompt', body: { name: 'a', description: '', labels: [], versions: {} } },
    'body.labels',
  ],
  [
    'that cannot be stored',
    { kind: 'flow', body: { name: 'a', description: '\ud800', versions: {} } },
    'body.description',
  ],
  ['with no states', { kind: 'flow_version', body: {} }, 'body.states'],
])('a body %s is refused', (_, release, path) => {
  const problems = releaseProblems({ key: 'a', schema: 1, ...release } as any);
  expect(problems.map((problem) => problem.path.join('.'))).toContain(path);
});
