import type { IncomingHttpHeaders } from 'node:http';
import type { FakeHttpError, FakeText } from './fake-answer';
import { isSpeech, type Wire } from './wire';

const frame = (event: string, data: object) => `event: ${event}\ndata: ${JSON.stringify({ type: event, ...data })}\n\n`;

const errorTypes: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  529: 'overloaded_error',
};

/**
 * The Messages API, versions 2023-06-01 and 2026-10-21: https://platform.claude.com/docs/en/build-with-claude/streaming,
 * …/api/errors and …/api/migration-2026-10-21.
 */
export const anthropicWire: Wire = {
  provider: 'anthropic',
  path: '/v1/messages',
  refuse(headers, body) {
    const bad = (message: string) => ({ status: 400, message });
    const removed = headers['anthropic-version'] === '2023-06-01' ? [] : ['temperature', 'top_p', 'top_k'];
    const extra = removed.find((name) => name in body);
    const refusal = refuseMessages(headers, body);
    if (refusal) return refusal;
    if (extra) return bad(`${extra}: Extra inputs are not permitted`);
    if (!Number.isInteger(body.max_tokens)) return bad('max_tokens: Field required');
    return body.stream === true ? undefined : bad('this fake only streams');
  },
  errorBody: ({ status, errorType, message = 'Something went wrong.' }) => ({
    type: 'error',
    error: { type: errorType ?? errorTypes[status] ?? 'api_error', message },
    request_id: 'req_fake',
  }),
  head: (answer, body) => [
    frame('message_start', {
      message: {
        id: 'msg_fake',
        type: 'message',
        role: 'assistant',
        model: answer.model ?? body.model,
        content: [],
        stop_reason: null,
        stop_sequence: null,
        ...(answer.usage !== null && { usage: { ...inputUsage(answer), output_tokens: 1 } }),
      },
    }),
    frame('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
    frame('ping', {}),
  ],
  token: (_answer, _body, text) => frame('content_block_delta', { index: 0, delta: { type: 'text_delta', text } }),
  tail: (answer) => [
    frame('content_block_stop', { index: 0 }),
    frame('message_delta', {
      delta: { stop_reason: answer.stopReason ?? 'end_turn', stop_sequence: null },
      ...(answer.usage !== null && { usage: { output_tokens: answer.usage?.output ?? answer.tokens.length } }),
    }),
    frame('message_stop', {}),
  ],
  errorFrame: (type) => frame('error', { error: { type, message: 'Something went wrong.' } }),
  keepAlive: frame('ping', {}),
  unknown: [
    frame('aura_shift', { hue: 'violet' }),
    frame('content_block_start', { index: 7, content_block: { type: 'thinking', thinking: '', signature: '' } }),
    frame('content_block_delta', { index: 7, delta: { type: 'thinking_delta', thinking: 'Hm.' } }),
    frame('content_block_delta', { index: 7, delta: { type: 'hologram_delta', shape: [1, 2] } }),
    frame('content_block_stop', { index: 7 }),
  ],
};

/** https://platform.claude.com/docs/en/api/messages/count_tokens */
export const countPath = '/v1/messages/count_tokens';

/** Why the true API would not count the tokens of such a request. */
export function refuseCount(headers: IncomingHttpHeaders, body: any): FakeHttpError | undefined {
  const extra = ['max_tokens', 'stream', 'temperature'].find((name) => name in body);
  if (extra) return { status: 400, message: `${extra}: Extra inputs are not permitted` };
  return refuseMessages(headers, body);
}

function refuseMessages(headers: IncomingHttpHeaders, body: any): FakeHttpError | undefined {
  if (!headers['x-api-key'] && !headers.authorization) return { status: 401, message: 'authentication is required' };
  const bad = (message: string) => ({ status: 400, message });
  if (!headers['anthropic-version']) return bad('anthropic-version: header is required');
  if (typeof body.model !== 'string') return bad('model: Field required');
  if (!Array.isArray(body.messages) || body.messages.length === 0)
    return bad('messages: at least one message is required');
  if (body.messages[0].role !== 'user') return bad('messages: first message must use the "user" role');
  const odd = body.messages.find(
    ({ role, content }: any) => !['user', 'assistant'].includes(role) || !isSpeech(content),
  );
  return odd && bad(`messages: ${JSON.stringify(odd)} is not a message`);
}

const inputUsage = ({ usage }: FakeText) => ({
  input_tokens: usage?.input ?? 10,
  cache_read_input_tokens: usage?.cacheRead ?? 0,
  cache_creation_input_tokens: usage?.cacheWrite ?? 0,
});
