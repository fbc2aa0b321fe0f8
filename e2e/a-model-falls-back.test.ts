import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { type FakeProviders, startFakeProviders } from '@trialogue/models/testing';
import { say, start } from './support/chat';
import { rows } from './support/database';
import { makeProject, startProduct } from './support/product';

const variant = (key: string, more = '') => `
      - key: ${key}
        weight: 1
        control: ${key === 'alone'}
        config:
          execution_strategy: prompt_template
          prompt_config: { prompt_version_id: meal_planning_assistant@1 }${more}`;
const fallback = '\n          fallback_model: { provider: openai, name: gpt-4.1 }';
const experiments = `experiments:
  - key: falls_back
    name: With a second model, or without
    hypothesis: Somebody always answers.
    unit_type: user
    status: running
    traffic: 1.0
    primary_metric: answered
    sample_size: 10
    variants:${variant('alone')}${variant('with_second', fallback)}
`;

/** Claude is overloaded. */
let providers: FakeProviders;
beforeAll(async () => {
  providers = await startFakeProviders({
    answer: ({ provider }) => (provider === 'anthropic' ? { status: 529 } : { tokens: ['Lentils', '.'] }),
  });
});
afterAll(() => providers.close());

const env = () => ({
  ANTHROPIC_API_KEY: providers.anthropic.apiKey,
  ANTHROPIC_BASE_URL: providers.anthropic.baseURL,
  OPENAI_API_KEY: providers.openai.apiKey,
  OPENAI_BASE_URL: providers.openai.baseURL,
});

test('a variant’s fallback model answers where its own cannot begin, and is told apart', async () => {
  const root = makeProject();
  writeFileSync(path.join(root, 'config/experiments.yml'), experiments);
  const product = await startProduct(env(), root);
  const started: Record<string, any> = {};
  for (let unit = 0; Object.keys(started).length < 2; unit += 1) {
    const conversation = await start(product, `unit-${unit}`, { experiment: 'falls_back' });
    started[conversation.variant.key] ??= conversation;
  }
  const { alone, with_second: second } = started;
  expect(second.arm).not.toBe(alone.arm);

  expect(await say(product, alone.id, 'What is for dinner?')).toMatchObject({
    status: 'FAILED',
    failure: { code: 'MODEL_UNAVAILABLE' },
  });
  expect(await say(product, second.id, 'What is for dinner?')).toMatchObject({
    status: 'COMPLETED',
    answer: { text: 'Lentils.', model: 'gpt-4.1', standIn: false },
  });
  const ends = await rows(
    product.databaseUrl,
    `select type, arm, data->'fallback' as fallback from exp.events where type like 'execution_%' order by type`,
  );
  expect(ends).toEqual([
    { type: 'execution_completed', arm: second.arm, fallback: true },
    { type: 'execution_failed', arm: alone.arm, fallback: null },
  ]);
});
