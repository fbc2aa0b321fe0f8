import type { FakeHttpError, FakeText } from './fake-answer';
import { argumentsOf, idOf, isName, isSpeech, type Wire } from './wire';

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
    return refuseMessages(body.messages) ?? refuseTools(body) ?? refuseFormat(body.response_format);
  },
  errorBody: ({ status, errorType, message = 'Something went wrong.', param = null }) => ({
    error: { message, type: errorType ?? errorTypes[status] ?? 'server_error', param, code: null },
  }),
  head: (answer, body) => [chunk(answer, body, { role: 'assistant', content: '' }, null)],
  thoughts: (answer, body) => {
    const { thoughts = [] } = answer;
    if (thoughts === 'omitted') return [];
    return thoughts.map((reasoning_content) => chunk(answer, body, { reasoning_content, content: null }, null));
  },
  token: (answer, body, text) => chunk(answer, body, { [answer.refusal ? 'refusal' : 'content']: text }, null),
  toolCalls: (answer, body) => fragmentsOf(answer).map((tool_calls) => chunk(answer, body, { tool_calls }, null)),
  tail: (answer, body) => [
    chunk(answer, body, {}, answer.stopReason ?? (answer.toolCalls?.length ? 'tool_calls' : 'stop')),
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

/** The `tool_calls` of each chunk. */
function fragmentsOf({ toolCalls = [], toolCallStyle = 'fragments' }: FakeText): object[][] {
  const calls = toolCalls.map((call, place) => {
    const { json, pieces } = argumentsOf(call);
    const id = idOf(call, place);
    const start = { ...(id !== null && { id }), type: 'function' };
    const whole = [{ ...start, function: { name: call.tool, arguments: json } }];
    if (toolCallStyle === 'whole') return whole;
    const index = toolCallStyle === 'no-index' ? {} : { index: place };
    return [
      { ...index, ...start, function: { name: call.tool, arguments: '' } },
      ...pieces.map((piece) => ({ ...index, function: { arguments: piece } })),
    ];
  });
  if (toolCallStyle !== 'in-turns') return calls.flat().map((fragment) => [fragment]);
  const most = Math.max(0, ...calls.map(({ length }) => length));
  return Array.from({ length: most }, (_, turn) => calls.flatMap((call) => call[turn] ?? []));
}

const bad = (message: string, param?: string): FakeHttpError => ({ status: 400, message, ...(param && { param }) });

/** Results of tools stand right behind the message that calls them. */
function refuseMessages(messages: any[]): FakeHttpError | undefined {
  let open: string[] = [];
  for (const message of messages) {
    const { role, content, tool_calls: calls, tool_call_id: id } = message;
    if (role === 'tool') {
      if (!open.includes(id)) return bad("messages with role 'tool' must be a response to a message with 'tool_calls'");
      open = open.filter((other) => other !== id);
      continue;
    }
    if (open.length > 0) return bad("an assistant message with 'tool_calls' must be followed by tool messages");
    const isMessage = ['system', 'user', 'assistant'].includes(role) && (isSpeech(content) || calls?.length > 0);
    if (!isMessage) return bad(`${JSON.stringify(message)} is not a message`);
    open = (calls ?? []).map((call: any) => call.id);
  }
  return open.length > 0 ? bad("an assistant message with 'tool_calls' must be followed by tool messages") : undefined;
}

function refuseTools({ tools, tool_choice: choice }: any): FakeHttpError | undefined {
  if (tools === undefined)
    return choice && bad("'tool_choice' is only allowed when 'tools' are specified", 'tool_choice');
  const odd = tools.find(({ type, function: { name } }: any) => type !== 'function' || !isName(name));
  return odd && bad(`${JSON.stringify(odd)} is not a tool`, 'tools');
}

function refuseFormat(format: any): FakeHttpError | undefined {
  if (format?.type !== 'json_schema') return undefined;
  const { name, schema, strict } = format.json_schema ?? {};
  if (!isName(name)) return bad("Invalid 'response_format.json_schema.name'", 'response_format');
  const isClosed = !strict || schema?.type !== 'object' || schema.additionalProperties === false;
  return isClosed
    ? undefined
    : bad("Invalid schema for response_format: 'additionalProperties' is required", 'response_format');
}
