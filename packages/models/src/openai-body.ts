import type { JsonObject } from '@trialogue/plugin-api';
import type { OpenAI } from 'openai';
import type { SentRequest } from './chat-model';
import { isStrict } from './native-schema';
import { type SentMessage, sentMessages } from './sent-messages';

type SentParam = OpenAI.ChatCompletionMessageParam;

/** Where Chat Completions are OpenAI's own; others that speak the protocol know fewer of its parameters. */
export const openaiURL = 'https://api.openai.com/v1';

/** The body of a request to Chat Completions. */
export function openaiBody(request: SentRequest, baseURL = openaiURL): OpenAI.ChatCompletionCreateParamsStreaming {
  const { model, params, output } = request;
  return {
    ...params,
    ...bound(request, baseURL),
    ...toolsOf(request),
    ...(output && {
      response_format: {
        type: 'json_schema',
        json_schema: { name: output.name, schema: output.schema, strict: isStrict(output.schema) },
      },
    }),
    model: model.name,
    messages: sentMessages(request).flatMap(messagesOf),
    stream: true,
    stream_options: { include_usage: true },
  };
}

/** `max_tokens` is what every server knows; OpenAI's newer models take the other name only. */
function bound({ params, maxTokens }: SentRequest, baseURL: string): JsonObject {
  if (maxTokens === undefined) return {};
  const said = ['max_completion_tokens', 'max_tokens'].filter((name) => typeof params[name] === 'number');
  const names = said.length > 0 ? said : [baseURL === openaiURL ? 'max_completion_tokens' : 'max_tokens'];
  return Object.fromEntries(names.map((name) => [name, Math.min((params[name] as number) ?? maxTokens, maxTokens)]));
}

function toolsOf({ tools = [], toolChoice }: SentRequest) {
  if (tools.length === 0) return {};
  return {
    tools: tools.map(({ name, description, input }) => ({
      type: 'function' as const,
      function: { name, description, parameters: { type: 'object', ...input } },
    })),
    ...(toolChoice && {
      tool_choice:
        typeof toolChoice === 'object'
          ? { type: 'function' as const, function: { name: toolChoice.name } }
          : toolChoice,
    }),
  };
}

/** What a tool has answered is a message of its own; that it has failed is said in its text. */
function messagesOf({ role, text, calls, results }: SentMessage): SentParam[] {
  const answers = results.map(({ id, ok, text }) => ({
    ...{ role: 'tool' as const, tool_call_id: id },
    content: ok ? text : `Error: ${text}`,
  }));
  if (role === 'tool') return answers;
  if (calls.length === 0) return [...answers, ...(text === '' ? [] : [{ role, content: text }])];
  const tool_calls = calls.map(({ id, tool, arguments: given }) => ({
    ...{ id, type: 'function' as const },
    function: { name: tool, arguments: JSON.stringify(given) },
  }));
  return [...answers, { role: 'assistant', content: text === '' ? null : text, tool_calls }];
}
