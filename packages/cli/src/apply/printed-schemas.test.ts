import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020';
import { parse } from 'yaml';

const root = path.join(__dirname, '../../../..');
const read = (name: string) => readFileSync(path.join(root, name), 'utf8');

/** As an editor loads them: the schemas of `schema/`, which refer to each other by their file names. */
const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
ajv.addKeyword({ keyword: 'ref', schemaType: 'string' });
ajv.addSchema(JSON.parse(read('schema/variant-config.schema.json')), 'variant-config.schema.json');
const schemaOf = (list: string) => ajv.compile(JSON.parse(read(`schema/${list}.schema.json`)));

test.each(['prompts', 'policies', 'flows', 'layers', 'holdouts', 'experiments'])(
  'config/%s.example.yml is as its schema says',
  (list) => {
    const fits = schemaOf(list);
    expect(fits(parse(read(`config/${list}.example.yml`))) || fits.errors).toBe(true);
  },
);

test('the prompts of the guide are as the schema says', () => {
  const fits = schemaOf('prompts');
  const [, example] = /```yml\n(prompts:\n[\s\S]*?)```/.exec(read('docs/prompts-guide.md'))!;
  expect(fits(parse(example!)) || fits.errors).toBe(true);
});

const fits = schemaOf('experiments');
const problemsOf = (config: object): string[] => {
  const experiments = [{ key: 'tried', variants: [{ key: 'only', config }] }];
  if (fits({ experiments })) return [];
  return fits.errors!.map(({ instancePath }) => instancePath.replace('/experiments/0/variants/0/config', ''));
};

test.each<[string, object]>([
  ['the old form', { policy_version_id: 'uuid-v1' }],
  ['the old form with params', { policy_version_id: 'uuid-v1', params: { temperature: 0.7 } }],
  ['its rewritten twin', { execution_strategy: 'mlflow_model', mlflow_model: { policy_version_id: 'uuid-v1' } }],
  [
    'a flow',
    {
      execution_strategy: 'prompt_template',
      prompt_config: { prompt_version_id: 'meal@1' },
      flow_config: { flow_id: 'onboarding@1', initial_state: 'welcome' },
      params: { temperature: 0.7, max_tokens: 2048 },
    },
  ],
])('an editor takes %s', (_, config) => expect(problemsOf(config)).toEqual([]));

test.each<[string, object, string]>([
  ['nothing', {}, ''],
  ['an unknown strategy', { execution_strategy: 'mlflow' }, '/execution_strategy'],
  ['a missing member', { execution_strategy: 'prompt_template' }, ''],
  ['a misspelt member', { policy_version_id: 'uuid-v1', parms: {} }, ''],
  ['a wrong type', { policy_version_id: 1 }, '/policy_version_id'],
  [
    'a misspelt key inside',
    { execution_strategy: 'mlflow_model', mlflow_model: { policy_version: 'a' } },
    '/mlflow_model',
  ],
  [
    'a member that is used and missing',
    { execution_strategy: 'hybrid', mlflow_model: { policy_version_id: 'food@1' } },
    '',
  ],
  ['params that are a text', { policy_version_id: 'uuid-v1', params: 'hot' }, '/params'],
  ['a flow without its id', { policy_version_id: 'uuid-v1', flow_config: {} }, '/flow_config'],
])('an editor marks %s', (_, config, place) => expect(problemsOf(config)).toContain(place));
