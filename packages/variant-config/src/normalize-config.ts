import type { Problem } from '@trialogue/errors';
import type { Json, JsonObject } from '@trialogue/plugin-api';
import { isObject } from './json-object';

/** A variant's config as everything behind the door sees it. */
export interface NormalConfig {
  /** `execution_strategy`; undefined when the config names none, which `validateConfig` reports. */
  readonly executionStrategy: string | undefined;
  readonly config: JsonObject;
}

/**
 * The normal form of a variant's config. Legacy configs stay valid for ever: `policy_version_id` at the top means the
 * strategy `mlflow_model` and moves into the member of that name, also in a config that already says
 * `execution_strategy: mlflow_model` and was not rewritten further. `params:` with nothing behind it, null in YAML, are
 * no params there. A legacy id that contradicts the new place stays where it is, and `validateConfig` reports it.
 * Everything else is left as written. The argument is not changed.
 */
export function normalizeConfig(config: JsonObject): NormalConfig {
  const normal = isLegacy(config) ? rewritten(config) : config;
  const strategy = normal.execution_strategy;
  return { executionStrategy: typeof strategy === 'string' ? strategy : undefined, config: normal };
}

/** True for a config whose `policy_version_id` at the top is its only or the same statement of the model. */
export function isLegacy(config: JsonObject): boolean {
  const { execution_strategy: strategy, policy_version_id: id, mlflow_model: model = {} } = config;
  if (id === undefined || (strategy !== undefined && strategy !== 'mlflow_model') || !isObject(model)) return false;
  return model.policy_version_id === undefined || model.policy_version_id === id;
}

function rewritten({ policy_version_id: id, ...rest }: JsonObject): JsonObject {
  const model = isObject(rest.mlflow_model) ? rest.mlflow_model : {};
  return {
    ...rest,
    ...(rest.params === null && { params: {} }),
    execution_strategy: 'mlflow_model',
    mlflow_model: { ...model, policy_version_id: id as Json },
  };
}

/** A problem of a config's normal form, with the path in the config as it was written. */
export function asWritten(problem: Problem, written: JsonObject): Problem {
  const [member, key] = problem.path;
  if (!isLegacy(written)) return problem;
  if (member === 'mlflow_model' && key === 'policy_version_id') return { ...problem, path: problem.path.slice(1) };
  if (member === 'execution_strategy' && written.execution_strategy === undefined)
    return { ...problem, path: ['policy_version_id'] };
  return problem;
}
