import { project } from '../apply/testing/project';
import { readYaml } from '../apply/yaml-file';
import { openTestProduct, type TestProduct } from '../testing/test-product';
import { validate, validateConfigs } from './validate';

let on: TestProduct;
beforeAll(async () => {
  on = await openTestProduct();
}, 60_000);
afterAll(() => on.close());

const files = {
  'prompts/meal.txt': 'Plan meals for {{ people }}.',
  'config/prompts.yml': `prompts:
  - name: meal
    versions:
      - version: 1
        file: prompts/meal.txt
        model_provider: scripted
        model_name: scripted
        variables: [{ name: people, default: 2 }]
    labels: { live: 1 }
`,
  'flows/talk.yml': `initial: hello
states:
  hello: { say: Hello, next: plan }
  plan:
    prompt: { prompt_version_id: meal@1 }
    until: turns >= 3
    next: done
  done: { final: completed }
`,
  'config/flows.yml': `flows:
  - name: talk
    versions:
      - { version: 1, file: flows/talk.yml }
`,
  'config/policies.yml': `policies:
  - name: food
    versions:
      - version: 1
        id: uuid-1
        model_name: food
        model_version: "1"
        inputs: [{ name: income, type: number }]
        endpoint: standin:food
`,
  'config/experiments.yml': `experiments:
  - key: meals
    variants:
      - key: plain
        config:
          execution_strategy: prompt_template
          prompt_config: { prompt_version_id: meal@live }
      - key: guided
        config:
          execution_strategy: prompt_template
          prompt_config: { prompt_version_id: meal@1 }
          flow_config:
            flow_id: talk@1
            initial_state: plan
  - key: food
    variants:
      - { key: old, config: { policy_version_id: uuid-1 } }
      - { key: new, config: { policy_version_id: food@1 } }
`,
};
type Name = keyof typeof files;
const environment = () => undefined;

async function found(root: string): Promise<string[]> {
  const { findings } = await validate({ root, environment }, on.graph);
  return findings.map(
    ({ severity, file, line, column, path, message }) => `${severity} ${file}:${line}:${column} ${path}: ${message}`,
  );
}

const heads = async () =>
  await on.graph('{ prompts { edges { node { name } } } experiments { edges { node { key } } } }', {});

test('files that name each other are right although nothing of them is published, and nothing is published by it', async () => {
  const before = await heads();
  expect(await found(project(files))).toEqual([]);
  expect(await heads()).toEqual(before);
});

test('what the verifier doubts in a flow is a warning, in the line of the flow', async () => {
  const doubtful = files['flows/talk.yml'].replace(
    'next: done',
    'next: [{ when: turns >= 1, to: done }, { to: hello }]',
  );
  expect(await found(project({ ...files, 'flows/talk.yml': doubtful }))).toEqual([
    'warning flows/talk.yml:7:14 states.plan.next.0.when: "turns >= 1" always holds here, so what follows it is never taken',
  ]);
});

test.each<[string, Name, string, string, string | RegExp]>([
  [
    'a key',
    'config/prompts.yml',
    'model_name:',
    'modle_name:',
    /^error config\/prompts.yml:7:9 versions.0.modle_name: is not known here; .*did you mean "model_name"\?$/,
  ],
  [
    'a number',
    'config/experiments.yml',
    'flow_id: talk@1',
    'flow_id: talk@2',
    'error config/experiments.yml:13:13 variants.1.config.flow_config.flow_id: there is no flow "talk@2"; it has 1',
  ],
  [
    'a state',
    'config/experiments.yml',
    'initial_state: plan',
    'initial_state: plann',
    'error config/experiments.yml:14:13 variants.1.config.flow_config.initial_state: there is no state "plann" in the flow "talk@1"; expected one of "hello", "plan", "done"; did you mean "plan"?',
  ],
  [
    'a prompt',
    'config/experiments.yml',
    'meal@live',
    'mael@live',
    'error config/experiments.yml:7:28 variants.0.config.prompt_config.prompt_version_id: there is no prompt "mael@live"; did you mean "meal"?',
  ],
  [
    'a label',
    'config/experiments.yml',
    'meal@live',
    'meal@life',
    /variants.0.config.prompt_config.prompt_version_id: there is no prompt "meal@life"; .*did you mean "live"\?$/,
  ],
  [
    'a strategy',
    'config/experiments.yml',
    'prompt_template',
    'prompt_templat',
    /^error config\/experiments.yml:6:11 variants.0.config.execution_strategy: there is no strategy .*did you mean "prompt_template"\?$/,
  ],
  [
    'a policy',
    'config/experiments.yml',
    'policy_version_id: uuid-1',
    'policy_version_id: uuid-2',
    /^error config\/experiments.yml:17:31 variants.0.config.policy_version_id: there is no policy "uuid-2"; did you mean "uuid-1"\?$/,
  ],
  [
    'a prompt of a flow',
    'flows/talk.yml',
    'meal@1',
    'meal@2',
    /^error flows\/talk.yml:1:1 : there is no prompt "meal@2"; it has 1/,
  ],
  [
    'a next state',
    'flows/talk.yml',
    'next: plan',
    'next: paln',
    /^error flows\/talk.yml:3:24 states.hello.next: there is no state "paln".*did you mean "plan"\?$/,
  ],
  [
    'a template',
    'prompts/meal.txt',
    '{{ people }}',
    '{{ people',
    /^error config\/prompts.yml:4:9 versions.0.template: .*line 1/,
  ],
  ['a variable', 'prompts/meal.txt', 'people', 'poeple', /^warning config\/prompts.yml:4:9 versions.0.template: /],
  [
    'a file',
    'config/prompts.yml',
    'prompts/meal.txt',
    'prompts/maels.txt',
    'error config/prompts.yml:5:9 versions.0.file: there is no file prompts/maels.txt',
  ],
  [
    'a weight',
    'config/experiments.yml',
    '- key: plain',
    '- key: plain\n        weight: -1',
    'error config/experiments.yml:5:9 variants.0.weight: found -1; it must be >= 0',
  ],
  [
    'two controls',
    'config/experiments.yml',
    '- { key: old,',
    '- { key: other, control: true, config: { policy_version_id: food } }\n      - { key: old, control: true,',
    /variants: has 2 controls/,
  ],
  [
    'a key that is there twice',
    'config/experiments.yml',
    'key: food',
    'key: meals',
    'error config/experiments.yml:15:5 : is there twice: meals stands in line 2 already',
  ],
  ['a YAML', 'config/flows.yml', 'flows:', 'flows: {', /^error config\/flows.yml:\d+:\d+ : ./],
])('%s that is wrong is found', async (_, name, right, wrong, expected) => {
  const findings = await found(project({ ...files, [name]: files[name].replace(right, wrong) }));
  expect(findings).toContainEqual(typeof expected === 'string' ? expected : expect.stringMatching(expected));
});

test.each<[string, Name, string, string, object]>([
  [
    'a key, by its schema',
    'config/prompts.yml',
    'model_name:',
    'modle_name:',
    { path: 'versions.0.modle_name', found: '"modle_name"', nearest: 'model_name' },
  ],
  [
    'a value',
    'config/experiments.yml',
    '- key: plain',
    '- key: plain\n        weight: -1',
    { found: '-1', expected: 'must be >= 0', nearest: null },
  ],
  [
    'a state, by the product',
    'config/experiments.yml',
    'initial_state: plan',
    'initial_state: plann',
    { found: '"plann"', expected: 'one of "hello", "plan", "done"', nearest: 'plan' },
  ],
  ['a prompt', 'config/experiments.yml', 'meal@live', 'mael@live', { found: '"mael@live"', nearest: 'meal' }],
])('what was found, expected and meant stands beside the message: %s', async (_, name, right, wrong, expected) => {
  const root = project({ ...files, [name]: files[name].replace(right, wrong) });
  const { findings } = await validate({ root, environment }, on.graph);
  expect(findings).toContainEqual(expect.objectContaining(expected));
});

test('everything is found at once, in the order of the files', async () => {
  const experiments = `experiments:
  - key: broken
    traffic: 3
    variants:
      - key: a
        wieght: 3
        config: { execution_strategy: prompt_template, prompt_config: { prompt_version_id: meal@7 }, parms: {} }
      - key: a
        config: { policy_version_id: uuid-3 }
  - key: doubled
    variants:
      - { key: a, config: { policy_version_id: uuid-1 } }
      - { key: a, config: { policy_version_id: uuid-4 } }
`;
  const findings = await found(project({ ...files, 'config/experiments.yml': experiments }));
  expect(findings.map((finding) => finding.split(': ')[0])).toEqual([
    'error config/experiments.yml:3:5 traffic',
    'error config/experiments.yml:6:9 variants.0.wieght',
    'error config/experiments.yml:7:73 variants.0.config.prompt_config.prompt_version_id',
    'error config/experiments.yml:7:102 variants.0.config.parms',
    'error config/experiments.yml:9:19 variants.1.config.policy_version_id',
    'error config/experiments.yml:13:11 variants.1.key',
    'error config/experiments.yml:13:29 variants.1.config.policy_version_id',
  ]);
});

test('a file can stand in place of the project’s, and one can hold the config of one variant', async () => {
  const root = project({
    ...files,
    'drafts/new.yml': 'experiments:\n  - key: new\n    variants: [{ key: a, config: { policy_version_id: fod } }]\n',
    'drafts/config.yml': 'execution_strategy: prompt_template\nprompt_config:\n  prompt_version_id: meal@3\n',
  });
  const instead = { experiments: 'drafts/new.yml' };
  const { findings, files: read } = await validate({ root, environment, instead }, on.graph);
  expect(findings).toMatchObject([
    { file: 'drafts/new.yml', line: 3, message: 'there is no policy "fod"; did you mean "food"?' },
  ]);
  expect(read).not.toContain('config/experiments.yml');
  const configs = [readYaml(root, 'drafts/config.yml')];
  expect(await validateConfigs(configs, { root, environment }, on.graph)).toEqual([
    {
      ...{ severity: 'error', file: 'drafts/config.yml', line: 3, column: 3, subject: 'variant config' },
      ...{ path: 'prompt_config.prompt_version_id', message: 'there is no prompt "meal@3"; it has 1' },
      ...{ found: '"meal@3"', expected: 'one of its versions: 1', nearest: null },
    },
  ]);
});
