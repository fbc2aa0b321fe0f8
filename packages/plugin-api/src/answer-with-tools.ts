import { mostCallsOfARound } from './host/limits';
import type { Json, JsonObject, Message, Part, Usage } from './message';
import type { Call, Generated, GenerateRequest, ToolCall, ToolDefinition } from './strategy';
import { StrategyFailure } from './strategy-failure';
import { totalUsage } from './total-usage';

/** A tool with what uses it. */
export interface Tool extends ToolDefinition {
  /**
   * Takes arguments that `input` admits; answers what the model reads, 64 KiB of JSON at most. What it throws goes to the
   * log, and the model is told that it failed; of a `StrategyFailure` it is told the words.
   */
  use(given: JsonObject, use: ToolUse): Promise<Json>;
}

export interface ToolUse {
  /** The same when the use is repeated: an idempotency key. */
  readonly id: string;
  readonly signal: AbortSignal;
}

export interface ToolRounds {
  /** Times that the model may call tools before it has to answer; 8 unless told. */
  readonly rounds?: number;
  /** Keeps the effects of two conversations with a model within one call apart. */
  readonly key?: string;
}

type ToolCaller = Pick<Call<unknown, unknown>, 'id' | 'models' | 'once' | 'emit' | 'signal' | 'logger'>;
type ToolResult = Extract<Part, { type: 'tool-result' }>;

const longestAnswer = 65_536;
const pieceGap = '\n\n';

/**
 * Asks a model, uses the tools that it calls, those of one round at once, and asks again with what they answered, until it
 * answers without. What the model said and what a tool answered is recorded: a call that is resumed asks nobody again who
 * has answered. The last round goes without tools; a model that calls some all the same fails as
 * MODEL_FAILED.
 *
 * @returns the last answer, with the text of all of them, an empty line between two, and their tokens
 */
export async function answerWithTools(
  call: ToolCaller,
  request: Omit<GenerateRequest, 'tools' | 'record'>,
  tools: readonly Tool[],
  { rounds = 8, key = 'tools' }: ToolRounds = {},
): Promise<Generated> {
  const definitions = tools.map(({ name, description, input }) => ({ name, description, input }));
  const said: string[] = [];
  let messages = request.messages;
  const usages: Usage[] = [];
  for (let round = 1; ; round += 1) {
    const isLast = round > rounds;
    const generated = await call.models.generate({
      ...{ ...request, messages, tools: definitions, record: `${key}/model:${round}` },
      ...(isLast && { toolChoice: 'none' as const }),
    });
    usages.push(generated.usage);
    if (generated.output.trim() !== '') said.push(generated.output);
    const { toolCalls } = generated;
    if (toolCalls.length === 0) return { ...generated, output: said.join(pieceGap), usage: totalUsage(usages) };
    if (isLast) throw tooMany(generated, `it called tools ${round} times in a row`);
    if (toolCalls.length > mostCallsOfARound) throw tooMany(generated, `it called ${toolCalls.length} tools at once`);
    const results = await Promise.all(toolCalls.map((one) => use(call, one, tools, `${key}/tool:${round}`)));
    messages = [...messages, { role: 'assistant', parts: partsOf(generated) }, { role: 'tool', parts: results }];
  }
}

async function use(call: ToolCaller, wanted: ToolCall, tools: readonly Tool[], key: string): Promise<ToolResult> {
  const place = `${key}:${wanted.id}`;
  const { ok, content } = await call.once(place, async () => {
    const tool = tools.find(({ name }) => name === wanted.tool);
    if (wanted.problem !== undefined || !tool)
      return { ok: false, content: wanted.problem ?? 'There is no such tool.' };
    try {
      const answer = await tool.use(wanted.arguments, { id: `${call.id}:${place}`, signal: call.signal });
      const length = (JSON.stringify(answer) ?? '').length;
      if (length > 0 && length <= longestAnswer) return { ok: true, content: answer };
      return { ok: false, content: length === 0 ? 'It answered nothing.' : 'Its answer is too long.' };
    } catch (error) {
      call.signal.throwIfAborted();
      call.logger.error({ err: error, tool: wanted.tool }, 'A tool threw an error.');
      const isTold = error instanceof Error && error.name === 'StrategyFailure';
      return { ok: false, content: isTold ? error.message : 'The tool failed.' };
    }
  });
  const result: ToolResult = { type: 'tool-result', id: wanted.id, ok, content };
  await call.emit(result);
  return result;
}

const partsOf = ({ output, toolCalls }: Generated): Message['parts'] => [
  ...(output.trim() === '' ? [] : [{ type: 'text' as const, text: output }]),
  ...toolCalls.map(({ id, tool, arguments: given }) => ({ type: 'tool-call' as const, id, tool, arguments: given })),
];

const tooMany = ({ model }: Generated, reason: string) => new StrategyFailure({ code: 'MODEL_FAILED', model, reason });
