import { DomainError, type Problem } from '@trialogue/errors';
import { configRefused, inputRefused } from './checked';
import type { LoadedStrategy } from './plugins/loaded-plugin';

const longest = 500;
const mostProblems = 50;

/**
 * The error of the table that a strategy meant by a `StrategyFailure` of plugin-api; any other error, and one that is not
 * as it should be, as it is. Told by shape, for a plugin may have its own copy of that class.
 */
export function asDomainError(error: unknown, loaded: LoadedStrategy): unknown {
  if (!(error instanceof Error) || error.name !== 'StrategyFailure') return error;
  const { code, model, tool, reason, ms, problems } = objectOr((error as { failure?: unknown }).failure);
  const detail = { cause: error };
  if (code === 'BAD_USER_INPUT' && areProblems(problems)) return inputRefused(problems.map(bounded), detail);
  if (code === 'CONFIG_INVALID' && areProblems(problems)) return configRefused(loaded, problems.map(bounded), detail);
  if (code === 'TOOL_FAILED' && typeof tool === 'string' && typeof reason === 'string')
    return new DomainError(code, { tool: cut(tool), reason: cut(reason) }, detail);
  if (typeof model !== 'string') return error;
  if (code === 'MODEL_TIMEOUT' && typeof ms === 'number')
    return new DomainError(code, { model: cut(model), ms }, detail);
  if ((code === 'MODEL_UNAVAILABLE' || code === 'MODEL_FAILED') && typeof reason === 'string')
    return new DomainError(code, { model: cut(model), reason: cut(reason) }, detail);
  return error;
}

/** The same of what a tool threw when no strategy used it; never a stranger's error. */
export function toolError(error: unknown, tool: string): unknown {
  if (!(error instanceof Error) || error.name !== 'StrategyFailure') return error;
  const { code, reason, problems } = objectOr((error as { failure?: unknown }).failure);
  if (code === 'BAD_USER_INPUT' && areProblems(problems)) {
    const { path, message } = bounded(problems[0]);
    const problem = `The tool ${tool} refuses what it is given: ${[path.join('.'), message].filter(Boolean).join(' ')}.`;
    return new DomainError('BAD_USER_INPUT', { problem }, { cause: error, problems: problems.map(bounded) });
  }
  const why = typeof reason === 'string' ? cut(reason) : 'it says so without a reason';
  return new DomainError('TOOL_FAILED', { tool, reason: why }, { cause: error });
}

function areProblems(problems: unknown): problems is [Problem, ...Problem[]] {
  const isProblem = (problem: unknown) => {
    const { path, message } = objectOr(problem);
    const isKey = (key: unknown) => typeof key === 'string' || typeof key === 'number';
    return Array.isArray(path) && path.every(isKey) && typeof message === 'string';
  };
  return Array.isArray(problems) && problems.length > 0 && problems.length <= mostProblems && problems.every(isProblem);
}

const objectOr = (value: unknown) =>
  (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;

const bounded = ({ path, message }: Problem): Problem => ({ path, message: cut(message) });

const cut = (text: string) => (text.length > longest ? `${text.slice(0, longest)}…` : text);
