import { DomainError } from '@trialogue/errors';
import { type Json, type JsonObject, type Logger, StrategyFailure } from '@trialogue/plugin-api';
import { firstOf } from '@trialogue/plugin-api/host';
import type { LoadedTool } from './plugins/loaded-plugin';
import { withTimeLimit } from './time-limit';

const defaultTimeoutMs = 30_000;
const longestAnswer = 65_536;

export interface Use {
  readonly given: JsonObject;
  /** The same when the use is repeated. */
  readonly id: string;
  readonly signal: AbortSignal;
  readonly logger: Logger;
}

/**
 * Uses a tool within its time limit; arguments and answer are checked. Throws a StrategyFailure: BAD_USER_INPUT for
 * arguments that its schema refuses, TOOL_FAILED for all else, of which a stranger's words stay in the log. What the host
 * says of it, such as that its worker ended, is told.
 */
export async function useTool(loaded: LoadedTool, { given, id, signal, logger }: Use): Promise<Json> {
  const { name, timeoutMs = defaultTimeoutMs } = loaded.tool;
  const failed = (reason: string, cause?: unknown) =>
    new StrategyFailure({ code: 'TOOL_FAILED', tool: name, reason }, { cause });
  const read = loaded.input.read(given);
  if ('problems' in read) throw new StrategyFailure({ code: 'BAD_USER_INPUT', problems: read.problems });
  const work = (inner: AbortSignal) => loaded.tool.use(read.value, { id, signal: inner });
  let answer: Json;
  try {
    answer = await loaded.running.during(() => withTimeLimit(name, timeoutMs, signal, work));
  } catch (error) {
    signal.throwIfAborted();
    logger.error({ err: error, tool: name, plugin: loaded.plugin }, 'A tool threw an error.');
    throw isFailure(error) ? error : failed(reasonOf(error, timeoutMs), error);
  }
  const text = jsonOf(answer);
  if (text === undefined) throw failed('it answered nothing, or what is no JSON');
  if (text.length > longestAnswer) throw failed(`its answer is longer than ${longestAnswer} characters of JSON`);
  const checked = loaded.output.read(JSON.parse(text));
  if ('value' in checked) return checked.value;
  throw failed(`its answer is refused: ${firstOf(checked.problems)}`);
}

function jsonOf(answer: unknown): string | undefined {
  try {
    return JSON.stringify(answer);
  } catch {
    return undefined; // a cycle, or a bigint
  }
}

/** By its name: a plugin may have its own copy of the class. */
const isFailure = (error: unknown) => error instanceof Error && error.name === 'StrategyFailure';

function reasonOf(error: unknown, timeoutMs: number): string {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  if (code === 'STRATEGY_TIMEOUT') return `it did not answer within ${timeoutMs} ms`;
  if (error instanceof DomainError) return error.message.replace(/\.$/, '');
  return error instanceof Error ? `it threw ${name}` : 'it threw something that is no Error';
}
