import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020';
import type { VariantConfig } from '../../../../schema/variant-config';

const file = path.join(__dirname, '../../../../schema/variant-config.schema.json');
const ajv = new Ajv2020({ allErrors: true });
ajv.addKeyword({ keyword: 'ref', schemaType: 'string' });
const fits = ajv.compile(JSON.parse(readFileSync(file, 'utf8')));

/** What the compiler takes; it is asked by `npm run typecheck`. */
const right: readonly VariantConfig[] = [
  { policy_version_id: 'uuid-v1' },
  { policy_version_id: 'uuid-v1', params: { temperature: 0.7 } },
  { execution_strategy: 'mlflow_model', mlflow_model: { policy_version_id: 'food@1', model_name: 'food' } },
  {
    execution_strategy: 'prompt_template',
    prompt_config: { prompt_version_id: 'meal@1' },
    flow_config: { flow_id: 'onboarding@1', initial_state: 'welcome' },
  },
  {
    execution_strategy: 'hybrid',
    mlflow_model: { policy_version_id: 'food@1' },
    prompt_config: { prompt_version_id: 'meal@1' },
  },
];

/** What it refuses. */
const wrong: readonly VariantConfig[] = [
  // @ts-expect-error nothing is run
  {},
  // @ts-expect-error no plugin brings it
  { execution_strategy: 'mlflow' },
  // @ts-expect-error its member is missing
  { execution_strategy: 'prompt_template' },
  // @ts-expect-error a misspelt key
  { execution_strategy: 'prompt_template', prompt_config: { prompt_version: 'meal@1' } },
  // @ts-expect-error a number
  { policy_version_id: 1 },
  // @ts-expect-error what is used is missing
  { execution_strategy: 'hybrid', mlflow_model: { policy_version_id: 'food@1' } },
];

test.each(right)('the schema takes what the type takes: %j', (config) =>
  expect(fits(config) || fits.errors).toBe(true),
);
test.each(wrong)('the schema refuses what the type refuses: %j', (config) => expect(fits(config)).toBe(false));
