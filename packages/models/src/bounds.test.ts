import type { JsonObject } from '@trialogue/plugin-api';
import { anthropicBody } from './anthropic-body';
import { openaiBody } from './openai-body';
import { request } from './testing/ask';

test.each([
  [{}, 100, 100],
  [{}, 4000, 1024],
  [{ max_tokens: 50 }, 100, 50],
  [{ max_tokens: 500 }, 100, 100],
])('Anthropic: of max tokens %j and a bound of %i, %i are asked for', (params, maxTokens, expected) => {
  expect(anthropicBody(request('anthropic', { params, maxTokens })).max_tokens).toBe(expected);
});

test.each([
  [{ max_tokens: 8000 }, 3000, undefined],
  [{ max_tokens: 8000 }, 5000, { type: 'enabled', budget_tokens: 4000 }],
  [{ max_tokens: 8000 }, 9000, { type: 'enabled', budget_tokens: 4000 }],
])('Anthropic: with %j and a bound of %i there is room for %j', (params, maxTokens, thinking) => {
  const given = { ...params, thinking: { type: 'enabled', budget_tokens: 4000 } };
  expect(anthropicBody(request('anthropic', { params: given, maxTokens })).thinking).toEqual(thinking);
});

test('Anthropic: once a tool was called, it goes on without thinking', () => {
  const params = { max_tokens: 8000, thinking: { type: 'enabled', budget_tokens: 4000 } };
  const tools = [{ name: 'weather', description: 'Of a city.', input: { type: 'object', properties: {} } }];
  const call = { type: 'tool-call', id: 't', tool: 'weather', arguments: {} } as const;
  const messages = [
    { role: 'user', parts: [{ type: 'text', text: 'Rome?' }] },
    { role: 'assistant', parts: [call] },
    { role: 'tool', parts: [{ type: 'tool-result', id: 't', ok: true, content: 'sunny' }] },
  ] as const;
  expect(anthropicBody(request('anthropic', { params, tools, messages })).thinking).toBeUndefined();
  expect(anthropicBody(request('anthropic', { params, tools, messages: messages.slice(0, 1) })).thinking).toBeDefined();
});

test.each([
  [undefined, {}, 100, { max_completion_tokens: 100 }],
  [undefined, { max_tokens: 500 }, 100, { max_tokens: 100 }],
  [undefined, { max_completion_tokens: 50 }, 100, { max_completion_tokens: 50 }],
  ['http://127.0.0.1:11434/v1', {}, 100, { max_tokens: 100 }],
  ['http://127.0.0.1:11434/v1', { max_completion_tokens: 500 }, 100, { max_completion_tokens: 100 }],
  [undefined, { max_tokens: 500 }, undefined, { max_tokens: 500 }],
])('OpenAI at %s: of %j and a bound of %s, %j is asked for', (baseURL, params, maxTokens, expected) => {
  const bound = maxTokens === undefined ? {} : { maxTokens };
  const { max_tokens, max_completion_tokens } = openaiBody(
    request('openai', { params: params as JsonObject, ...bound }),
    baseURL,
  );
  expect({ max_tokens, max_completion_tokens }).toEqual({
    max_tokens: undefined,
    max_completion_tokens: undefined,
    ...expected,
  });
});
