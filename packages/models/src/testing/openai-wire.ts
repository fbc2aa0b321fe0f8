import type { FakeText } from './fake-answer';
import { isSpeech, type Wire } from './wire';

const frame = (data: object) => `data: ${JSON.stringify(data)}\n\n`;

const errorTypes: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'invalid_request_error',
  429: 'rate_limit_exceeded',
};

/** Chat Completions: https://platform.openai.com/docs/api-reference/chat-streaming. */
export const openaiWire: Wire = {
  provider: 'openai',
  path: '/v1/chat/completions',
  refuse(_headers, body) {
    const bad = (message: string) => ({ status: 400, message });
    if (typeof body.model !== 'string') return bad('you must provide a model parameter');
    if (body.stream !== true) return bad('this fake only streams');
    if (!Array.isArray(body.messages) || body.messages.length === 0) return bad("[] is too short - 'messages'");
    const odd = body.messages.find(
      ({ role, content }: any) => !['system', 'user', 'assistant'].includes(role) || !isSpeech(content),
    );
    return odd && bad(`${JSON.stringify(odd)} is not a message`);
  },
  errorBody: ({ status, errorType, message = 'Something went wrong.', param = null }) => ({
    error: { message, type: errorType ?? errorTypes[status] ?? 'server_error', param, code: null },
  }),
  head: (answer, body) => [chunk(answer, body, { role: 'assistant', content: '' }, null)],
  token: (answer, body, text) => chunk(answer, body, { content: text }, null),
  tail: (answer, body) => [
    chunk(answer, body, {}, answer.stopReason ?? 'stop'),
    ...(body.stream_options?.include_usage && answer.usage !== null ? [usageChunk(answer, body)] : []),
    'data: [DONE]\n\n',
  ],
  errorFrame: (type) => frame({ error: { message: 'Something went wrong.', type, param: null, code: null } }),
  keepAlive: ': keep-alive\n\n',
  unknown: [
    frame({ id: 'chatcmpl-fake', object: 'chat.completion.aura', hue: 'violet' }),
    frame({ id: 'chatcmpl-fake', object: 'chat.completion.chunk', choices: null }),
    frame({ id: 'chatcmpl-fake', choices: [{ index: 0, delta: { reasoning_content: 'Hm.', content: null } }] }),
    frame({ id: 'chatcmpl-fake', choices: [{ index: 1, delta: { content: 'another choice' } }] }),
  ],
};

const base = (answer: FakeText, body: any) => ({
  id: 'chatcmpl-fake',
  object: 'chat.completion.chunk',
  created: 1_700_000_000,
  model: answer.model ?? body.model,
});

const chunk = (answer: FakeText, body: any, delta: object, finish_reason: string | null) =>
  frame({ ...base(answer, body), choices: [{ index: 0, delta, logprobs: null, finish_reason }] });

function usageChunk(answer: FakeText, body: any): string {
  const { input = 10, output = answer.tokens.length, cacheRead = 0, cacheWrite = 0 } = answer.usage ?? {};
  const prompt_tokens = input + cacheRead + cacheWrite;
  const prompt_tokens_details = { cached_tokens: cacheRead, cache_write_tokens: cacheWrite };
  const total_tokens = prompt_tokens + output;
  const usage = { prompt_tokens, completion_tokens: output, total_tokens, prompt_tokens_details };
  return frame({ ...base(answer, body), choices: [], usage });
}
