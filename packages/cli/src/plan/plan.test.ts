import { apply, plan } from '../apply/apply';
import { project } from '../apply/testing/project';
import { openTestProduct, type TestProduct } from '../testing/test-product';
import { exitCodeOf } from './plan-command';
import { planText } from './plan-text';

let on: TestProduct;
beforeAll(async () => {
  on = await openTestProduct();
}, 60_000);
afterAll(() => on.close());

const prompts = (name: string, description = 'First.', label = 1) => ({
  'prompts/one.txt': 'Plan.',
  'config/prompts.yml': `prompts:
  - name: ${name}
    description: ${description}
    versions:
      - { version: 1, file: prompts/one.txt, model_provider: scripted, model_name: scripted }
      - { version: 2, file: prompts/one.txt, model_provider: scripted, model_name: scripted, status: draft }
    labels: { live: ${label} }
`,
});
const experiments = (key: string, prompt: string, more = '') => ({
  'config/experiments.yml': `experiments:
  - key: ${key}
    ${more}
    variants:
      - key: a
        weight: 1
        config: { execution_strategy: prompt_template, prompt_config: { prompt_version_id: ${prompt}@live } }
      - key: b
        config: { execution_strategy: prompt_template, prompt_config: { prompt_version_id: ${prompt}@1 } }
`,
});
const of = (files: Record<string, string>) => ({ root: project(files), environment: () => undefined });
const planned = async (files: Record<string, string>) => {
  const { outcomes } = await plan(of(files), on.graph);
  return { text: planText(outcomes, 'here'), code: exitCodeOf(outcomes) };
};
const applied = async (files: Record<string, string>) =>
  (await apply(of(files), on.graph)).outcomes.map(({ result }) => result);

test('what is new is planned with all that it has, and what is applied then is what was planned', async () => {
  const files = { ...prompts('soup'), ...experiments('soups', 'soup') };
  const { text, code } = await planned(files);
  expect(text).toContain('+ prompt soup  (config/prompts.yml:2)\n');
  expect(text).toContain('+ experiment soups  (config/experiments.yml:2)\n');
  expect(text).toContain('    + labels.live: {"label":"live","version":1}');
  expect(text).not.toContain('there is no prompt');
  expect(text).toContain('Plan: 2 to create, 0 to update, 0 unchanged, 0 refused.');
  expect(code).toBe(2);
  expect(await planned(files)).toEqual({ text, code });
  expect(await applied(files)).toEqual(['CREATED', 'CREATED']);
  expect(await planned(files)).toEqual({
    text: 'The files here, against here:\n\nPlan: 0 to create, 0 to update, 2 unchanged, 0 refused.\n\n',
    code: 0,
  });
  expect(await applied(files)).toEqual(['UNCHANGED', 'UNCHANGED']);
});

test('what changes is planned field by field', async () => {
  await applied({ ...prompts('stew'), ...experiments('stews', 'stew') });
  const next = { ...prompts('stew', 'Anew.', 2), ...experiments('stews', 'stew', 'traffic: 0.5') };
  const { text, code } = await planned({
    ...next,
    'config/experiments.yml': next['config/experiments.yml'].replace('weight: 1', 'weight: 3'),
  });
  expect(text).toContain(
    '~ prompt stew  (config/prompts.yml:2)\n    ~ description: "First." → "Anew."\n    ~ labels.live.version: 1 → 2\n',
  );
  expect(text).toContain(
    '~ experiment stews  (config/experiments.yml:2)\n    ~ traffic: 1 → 0.5\n    ~ variants.a.weight: 1 → 3\n',
  );
  expect(code).toBe(2);
});

test('what was changed in the product since is told, also where the files would leave it', async () => {
  const files = prompts('broth');
  await applied(files);
  await on.graph('mutation { labelPromptVersion(name: "broth", version: 2, label: "live") { id } }', {});
  const { text, code } = await planned(files);
  expect(text).toContain(
    '= prompt broth  (config/prompts.yml:2)\n    changed in the product since it was applied last:\n      ~ labels.live.version: 1 → 2\n',
  );
  expect(text).toContain('1 changed in the product since applied.');
  expect(code).toBe(0);
});

test('what would be refused is planned with the reason and where it stands', async () => {
  const { text, code } = await planned(experiments('wrong', 'nothing', 'status: running'));
  expect(text).toContain('! experiment wrong  (config/experiments.yml:2)  refused\n');
  expect(text).toMatch(
    / {4}config\/experiments.yml:7:\d+: variants.0.config.prompt_config.prompt_version_id: there is no prompt "nothing@live"/,
  );
  expect(code).toBe(1);
});
