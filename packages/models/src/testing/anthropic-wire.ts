import type { IncomingHttpHeaders } from 'node:http';
import { refuseMessages } from './anthropic-refusals';
import type { FakeHttpError, FakeText, FakeToolCall } from './fake-answer';
import { argumentsOf, idOf, type Wire } from './wire';

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
    frame('content_block_start', { index: textAt(answer), content_block: { type: 'text', text: '' } }),
    frame('ping', {}),
  ],
  thoughts: ({ thoughts = [] }) => {
    if (thoughts.length === 0) return [];
    const deltas = [
      ...(thoughts === 'omitted' ? [] : thoughts.map((thinking) => ({ type: 'thinking_delta', thinking }))),
      { type: 'signature_delta', signature: 'c2lnbmVk' },
    ];
    return block(0, { type: 'thinking', thinking: '', signature: '' }, deltas);
  },
  token: (answer, _body, text) =>
    frame('content_block_delta', { index: textAt(answer), delta: { type: 'text_delta', text } }),
  toolCalls: (answer) => {
    const { toolCalls = [], toolCallStyle } = answer;
    const endOfText = frame('content_block_stop', { index: textAt(answer) });
    const blocks = toolCalls.flatMap((call, place) => toolUse(call, place, textAt(answer) + 1 + place, toolCallStyle));
    return [endOfText, ...blocks];
  },
  tail: (answer) => [
    frame('message_delta', {
      delta: { stop_reason: answer.stopReason ?? stopReason(answer), stop_sequence: null },
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

/** The text is a block behind that of the thoughts. */
const textAt = ({ thoughts = [] }: FakeText) => (thoughts.length > 0 ? 1 : 0);

const stopReason = ({ toolCalls = [], refusal }: FakeText) =>
  refusal ? 'refusal' : toolCalls.length > 0 ? 'tool_use' : 'end_turn';

const block = (index: number, content_block: object, deltas: readonly object[]): string[] => [
  frame('content_block_start', { index, content_block }),
  ...deltas.map((delta) => frame('content_block_delta', { index, delta })),
  frame('content_block_stop', { index }),
];

function toolUse(call: FakeToolCall, place: number, index: number, style: FakeText['toolCallStyle']): string[] {
  const { json, pieces } = argumentsOf(call);
  const start = { type: 'tool_use', id: idOf(call, place), name: call.tool };
  if (style === 'whole') return block(index, { ...start, input: JSON.parse(json) }, []);
  const deltas = ['', ...pieces].map((partial_json) => ({ type: 'input_json_delta', partial_json }));
  return block(index, { ...start, input: {} }, deltas);
}

const inputUsage = ({ usage }: FakeText) => ({
  input_tokens: usage?.input ?? 10,
  cache_read_input_tokens: usage?.cacheRead ?? 0,
  cache_creation_input_tokens: usage?.cacheWrite ?? 0,
});
