import { DomainError, type ErrorDetail, type Problem } from '@trialogue/errors';
import type { Json, JsonObject } from '@trialogue/plugin-api';
import { firstOf } from '@trialogue/plugin-api/host';
import type { LoadedStrategy } from './plugins/loaded-plugin';

/** The strategy's own part of a variant's config. Throws CONFIG_INVALID. */
export function checkedConfig(loaded: LoadedStrategy, whole: JsonObject): JsonObject {
  const read = loaded.config.read(whole[loaded.strategy.configKey] ?? {});
  if ('value' in read) return read.value;
  throw configRefused(loaded, read.problems);
}

/** @param found with paths from the strategy's own member */
export function configRefused({ strategy }: LoadedStrategy, found: readonly Problem[], detail: ErrorDetail = {}) {
  const problems = found.map(({ path, message }) => ({ path: [strategy.configKey, ...path], message }));
  const data = { subject: `The config of ${strategy.name}`, count: problems.length, first: firstOf(problems) };
  return new DomainError('CONFIG_INVALID', data, { ...detail, problems });
}

/** Throws BAD_USER_INPUT. */
export function checkedInput({ input }: LoadedStrategy, given: JsonObject): JsonObject {
  const read = input.read(given);
  if ('value' in read) return read.value;
  throw inputRefused(read.problems);
}

export const inputRefused = (problems: readonly Problem[], detail: ErrorDetail = {}) =>
  new DomainError('BAD_USER_INPUT', { problem: `The input is refused: ${firstOf(problems)}` }, { ...detail, problems });

/** Throws OUTPUT_INVALID. */
export function checkedOutput({ strategy, output }: LoadedStrategy, given: unknown): Json {
  const read = output.read(given);
  if ('value' in read) return read.value;
  const { problems } = read;
  throw new DomainError('OUTPUT_INVALID', { strategy: strategy.name, problem: firstOf(problems) }, { problems });
}
