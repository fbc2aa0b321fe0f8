import { createModels } from './models';
import { requestBody } from './request-body';
import { collect, memoryLogger, request, say } from './testing/ask';
import { startFakeProviders } from './testing/fake-providers';

test.each([
  ['anthropic', 'claude-sonnet-4.6', { max_tokens: 64, temperature: 0.2 }],
  ['anthropic', 'claude-sonnet-4.6', {}],
  ['openai', 'gpt-5.5', { max_completion_tokens: 64 }],
])('%s/%s: what is previewed is what arrives', async (provider, name, params) => {
  const providers = await startFakeProviders();
  const models = createModels({ ...providers, logger: memoryLogger() });
  const messages = [say('system', 'Be kind.'), say('user', 'One'), say('assistant', ' '), say('user', 'Two')];
  await collect(models.stream(request('', { model: { provider, name }, messages, params })));
  const texts = messages.map(({ role, parts }) => ({
    role: role as 'user',
    text: (parts[0] as { text: string }).text,
  }));
  const preview = requestBody({ provider, model: name, messages: texts, params });
  expect(preview).toEqual(providers.requests[0]!.body);
  await providers.close();
});

test.each([
  ['that the provider takes', { type: 'object', properties: { dish: { type: 'string' } }, required: ['dish'] }],
  ['that it does not take', { type: 'object' }],
])('so it is with a schema of the answer %s; the words for a server at another base URL aside', async (_, schema) => {
  const providers = await startFakeProviders();
  const models = createModels({ ...providers, logger: memoryLogger() });
  const model = { provider: 'anthropic', name: 'claude-sonnet-4.6' };
  const output = { name: 'meal', schema };
  await collect(models.stream(request('', { model, output })));
  const messages = [{ role: 'user' as const, text: 'What is for dinner?' }];
  const preview = requestBody({ provider: model.provider, model: model.name, messages, params: {}, output })!;
  const { system, ...sent } = providers.requests[0]!.body;
  expect(system[0].text).toContain(JSON.stringify(schema));
  expect(preview).toEqual('output_config' in sent ? sent : { ...sent, system });
  await providers.close();
});

test.each(['scripted', 'nobody', 'constructor'])('%s is sent nothing', (provider) => {
  expect(requestBody({ provider, model: 'any', messages: [], params: {} })).toBeUndefined();
});
