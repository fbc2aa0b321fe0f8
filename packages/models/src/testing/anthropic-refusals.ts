import type { IncomingHttpHeaders } from 'node:http';
import type { FakeHttpError } from './fake-answer';
import { isName, isSpeech } from './wire';

const bad = (message: string): FakeHttpError => ({ status: 400, message });

/** Why the Messages API would refuse such a request, or such a question for a count: https://platform.claude.com/docs/en/api/messages */
export function refuseMessages(headers: IncomingHttpHeaders, body: any): FakeHttpError | undefined {
  if (!headers['x-api-key'] && !headers.authorization) return { status: 401, message: 'authentication is required' };
  if (!headers['anthropic-version']) return bad('anthropic-version: header is required');
  if (typeof body.model !== 'string') return bad('model: Field required');
  if (!Array.isArray(body.messages) || body.messages.length === 0)
    return bad('messages: at least one message is required');
  if (body.messages[0].role !== 'user') return bad('messages: first message must use the "user" role');
  const odd = body.messages.find(
    ({ role, content }: any) => !['user', 'assistant'].includes(role) || !isSpeech(content),
  );
  if (odd) return bad(`messages: ${JSON.stringify(odd)} is not a message`);
  return refuseTools(body) ?? refusePairs(body.messages) ?? refuseFormat(body.output_config) ?? refuseMarks(body);
}

function refuseTools({ tools, tool_choice: choice }: any): FakeHttpError | undefined {
  if (tools === undefined) return choice && bad('tool_choice: may only be specified while providing tools');
  const odd = tools.find(({ name, input_schema: schema }: any) => !isName(name) || schema?.type !== 'object');
  if (odd) return bad(`tools: ${JSON.stringify(odd)} is not a tool`);
  const isThere = choice?.type !== 'tool' || tools.some(({ name }: any) => name === choice.name);
  return isThere ? undefined : bad(`tool_choice: Tool '${choice.name}' not found in provided tools`);
}

/** Each `tool_use` has its `tool_result` in the next message, and each result its use in the one before. */
function refusePairs(messages: any[]): FakeHttpError | undefined {
  const ids = (message: any, type: string, id: string): string[] =>
    Array.isArray(message?.content)
      ? message.content.flatMap((block: any) => (block.type === type ? [block[id]] : []))
      : [];
  for (const [place, message] of messages.entries()) {
    const answered = ids(messages[place + 1], 'tool_result', 'tool_use_id');
    const used = ids(messages[place - 1], 'tool_use', 'id');
    const open = ids(message, 'tool_use', 'id').find((id) => !answered.includes(id));
    if (open)
      return bad(`messages.${place}: \`tool_use\` id ${open} was found without a \`tool_result\` block behind it`);
    const orphan = ids(message, 'tool_result', 'tool_use_id').find((id) => !used.includes(id));
    if (orphan) return bad(`messages.${place}: unexpected \`tool_use_id\` ${orphan} in a \`tool_result\` block`);
  }
  return undefined;
}

function refuseFormat(config: any): FakeHttpError | undefined {
  const format = config?.format;
  if (!format) return undefined;
  if (format.type !== 'json_schema' || typeof format.schema !== 'object')
    return bad('output_config.format: Input should be a json_schema');
  const isClosed = format.schema.type !== 'object' || format.schema.additionalProperties === false;
  return isClosed
    ? undefined
    : bad("output_config.format.schema: For 'object' type, 'additionalProperties' must be explicitly set to false");
}

function refuseMarks(body: any): FakeHttpError | undefined {
  const marks = JSON.stringify(body).match(/"cache_control":\{/g)?.length ?? 0;
  return marks > 4 ? bad(`A maximum of 4 blocks with cache_control may be provided. Found ${marks}.`) : undefined;
}
