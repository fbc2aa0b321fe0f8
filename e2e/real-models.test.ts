import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FakeProviders, startFakeProviders } from '@trialogue/models/testing';
import { read, say, start } from './support/chat';
import { rows } from './support/database';
import { repository, startProduct } from './support/product';

const guide = readFileSync(join(repository, 'docs/prompts-guide.md'), 'utf8');

let providers: FakeProviders;
beforeAll(async () => {
  providers = await startFakeProviders();
});
afterAll(() => providers.close());

const anthropic = () => ({
  ANTHROPIC_API_KEY: providers.anthropic.apiKey,
  ANTHROPIC_BASE_URL: providers.anthropic.baseURL,
});

test('with a key of Anthropic, Claude answers, and nothing is a stand-in', async () => {
  const product = await startProduct(anthropic());
  const conversation = await start(product, 'iris', { variables: { name: 'Iris' } });
  providers.script({ tokens: ['Lentils', ', ', 'perhaps', '?'] });
  const turn = await say(product, conversation.id, 'What is for dinner?');
  expect(turn).toMatchObject({ status: 'COMPLETED', answer: { text: 'Lentils, perhaps?', standIn: false } });
  expect(turn.answer.model).toMatch(/^claude/);

  const second = say(product, conversation.id, 'With rice?');
  await second;
  const request = providers.requests.at(-1)!.body as any;
  expect(JSON.stringify(request.system)).toContain('Iris');
  expect(request.messages.map((message: any) => message.role)).toEqual(['user', 'assistant', 'user']);
  const [{ data }] = await rows(
    product.databaseUrl,
    `select data from exp.events where type = 'execution_completed' order by xid limit 1`,
  );
  expect(data).toMatchObject({ standIn: false, usage: { output: expect.any(Number) }, latencyMs: expect.any(Number) });
});

test('a provider that fails in mid-answer ends the turn as failed, and the conversation goes on', async () => {
  const product = await startProduct(anthropic());
  const conversation = await start(product, 'jon');
  providers.script({ tokens: ['One', ' moment'], ending: 'error', errorType: 'api_error' });
  const turn = await say(product, conversation.id, 'Help me', 'first');
  expect(turn).toMatchObject({ status: 'FAILED', failure: { code: expect.stringMatching(/^MODEL_/) } });
  expect(await rows(product.databaseUrl, `select 1 from exp.events where type = 'execution_failed'`)).toHaveLength(1);
  expect(await rows(product.databaseUrl, `select 1 from exp.events where type = 'exposure'`)).toHaveLength(1);
  providers.script({ tokens: ['Here', ' you', ' are'] });
  expect((await say(product, conversation.id, 'Again', 'second')).answer.text).toBe('Here you are');
  expect((await read(product, conversation.id)).turnCount).toBe(2);
});

test('an OpenAI-compatible server answers the prompts that name its provider; the others keep their stand-in', async () => {
  const { apiKey, baseURL } = providers.openai;
  const product = await startProduct({ OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseURL });
  await product.ask('mutation($input: CreatePromptVersionInput!) { createPromptVersion(input: $input) { id } }', {
    input: { name: 'local', template: 'You answer in one word.', modelProvider: 'openai', modelName: 'llama-3' },
  });
  providers.script({ tokens: ['Soup', '.'] });
  const local = await start(product, 'kai', { experiment: undefined, prompt: 'local' });
  expect((await say(product, local.id, 'Dinner?')).answer).toMatchObject({ text: 'Soup.', standIn: false });
  expect(providers.requests.at(-1)).toMatchObject({ provider: 'openai', body: { model: 'llama-3', stream: true } });
  const other = await start(product, 'kai');
  expect((await say(product, other.id, 'Dinner?')).answer).toMatchObject({ standIn: true, model: 'scripted' });
});

test('the guide’s preview is what a provider then gets, with its own count of the tokens', async () => {
  const [preview] = /```graphql\n([\s\S]*?)```/.exec(guide.slice(guide.indexOf('## Tokens and caching')))!.slice(1);
  const product = await startProduct(anthropic());
  providers.scriptCounts(321, 654);
  const { prompt, renderPrompt } = await product.ask(preview!);
  expect(providers.counted).toHaveLength(2);
  expect([prompt.version.tokens, renderPrompt.tokens].map(({ count }) => count).sort()).toEqual([321, 654]);
  expect(renderPrompt.tokens).toMatchObject({ method: 'EXACT', by: 'anthropic' });
  expect(renderPrompt.model).toEqual({ provider: 'anthropic', name: 'claude-sonnet-4.6', id: 'claude-sonnet-4-6' });
  expect(renderPrompt.missing).toContain('name');

  const variables = { servings: 4 };
  const chat = await start(product, 'noa', { experiment: undefined, prompt: 'meal_planning_assistant', variables });
  await say(product, chat.id, 'Dinner?');
  const { messages, system, ...rest } = providers.requests.at(-1)!.body;
  const { messages: previewed, ...others } = renderPrompt.request;
  expect(rest).toEqual(others);
  expect({ messages, system }).toEqual({
    system: [{ type: 'text', text: previewed[0].content, cache_control: { type: 'ephemeral' } }],
    messages: [{ role: 'user', content: 'Dinner?' }],
  });
});
