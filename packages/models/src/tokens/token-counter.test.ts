import { createTokenCounter } from '../index';
import { memoryLogger } from '../testing/ask';

const messages = [{ role: 'user', text: 'What is for dinner?' }] as const;

const lazy = ['gpt-tokenizer', 'gpt-tokenizer/encoding/o200k_base', 'gpt-tokenizer/encoding/cl100k_base'];
const [, o200k, cl100k] = lazy;

test('a tokenizer is loaded with the first count that needs it, not with the package, and no other', async () => {
  const loaded: string[] = [];
  for (const name of [...lazy, '@anthropic-ai/sdk'])
    jest.doMock(name, () => {
      loaded.push(name);
      return jest.requireActual(name);
    });
  jest.resetModules();
  const { createTokenCounter } = require('../index') as typeof import('../index');
  const anthropic = { apiKey: 'sk-ant-x', baseURL: 'http://127.0.0.1:1' };
  const count = createTokenCounter({ logger: memoryLogger(), anthropic });
  expect(loaded).toEqual([]);
  await count({ provider: 'openai', model: 'qwen3:4b', messages });
  await count({ provider: 'scripted', model: 'scripted', messages });
  expect(loaded).toEqual([]);
  await count({ provider: 'openai', model: 'gpt-4o', messages });
  expect(loaded).toEqual([o200k]);
  await count({ provider: 'openai', model: 'gpt-4', messages });
  expect(loaded).toEqual([o200k, cl100k]);
  await count({ provider: 'anthropic', model: 'claude-sonnet-4.6', messages });
  expect(loaded).toEqual([o200k, cl100k, '@anthropic-ai/sdk']);
});

test('an alias of the product, or of the caller, is the model that it stands for', async () => {
  const aliases = { openai: { small: 'gpt-4o-mini' } };
  const counter = createTokenCounter({ logger: memoryLogger(), aliases });
  const count = (model: string) => counter({ provider: 'openai', model, messages });
  expect(await count('small')).toEqual(await count('gpt-4o-mini'));
  expect(await count('small')).toMatchObject({ method: 'exact', by: 'gpt-tokenizer' });
});

test('messages without text are left out, as they are when a model is asked', async () => {
  const count = createTokenCounter({ logger: memoryLogger() });
  const request = { provider: 'openai', model: 'gpt-4o' };
  const more = [...messages, { role: 'assistant', text: ' \n' }] as const;
  expect(await count({ ...request, messages: more })).toEqual(await count({ ...request, messages }));
});
