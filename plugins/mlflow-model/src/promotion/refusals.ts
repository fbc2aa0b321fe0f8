import { MlflowError } from '@trialogue/mlflow';
import { PluginError } from '@trialogue/plugin-api';

/** Why something is not done, as callers of the graph read it. */
export const refusals = {
  badInput: (problem: string) => new PluginError('BAD_USER_INPUT', problem),
  noMlflow: () =>
    new PluginError(
      'MLFLOW_NOT_CONFIGURED',
      'No MLflow is configured: set MLFLOW_TRACKING_URI, and list it under `secrets` of the plugin in config/plugins.yml.',
    ),
  noVersion: (model: string, version: string) =>
    new PluginError('MODEL_VERSION_NOT_FOUND', `MLflow has no version ${version} of the model ${model}.`),
  notFound: (id: string) => new PluginError('PROMOTION_NOT_FOUND', `There is no promotion ${id}.`),
  state: (id: string, status: string, act: string) =>
    new PluginError('PROMOTION_STATE', `The promotion ${id} is ${status}: it cannot be ${act}.`),
  blocked: (id: string, reason: string) =>
    new PluginError('PROMOTION_BLOCKED', `The promotion ${id} is blocked: ${reason}. See its \`checks\`.`),
  needsAnother: (id: string) =>
    new PluginError(
      'PROMOTION_NEEDS_ANOTHER',
      `The promotion ${id} has to be approved by somebody else than who proposed it (or set the plugin’s option self_approval).`,
    ),
  busy: (model: string, alias: string) =>
    new PluginError(
      'PROMOTION_BUSY',
      `The alias ${alias} of ${model} is being moved at this moment; try again in a few seconds.`,
    ),
  aliasMoved: (reason: string) => new PluginError('PROMOTION_ALIAS_MOVED', `${reason}.`),
};

/** An error of MLflow as its callers see it; any other is what it was. */
export function ofMlflow(error: unknown): unknown {
  if (!(error instanceof MlflowError)) return error;
  return error.isSilence
    ? new PluginError('MLFLOW_UNAVAILABLE', `MLflow does not answer: ${error.message}.`, { cause: error })
    : new PluginError('MLFLOW_REFUSED', `MLflow refused it: ${error.message}.`, { cause: error });
}

/** Does it, and says what MLflow had against it. */
export async function askingMlflow<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    throw ofMlflow(error);
  }
}

/** The same of the graph, where the plugin asks it. */
export async function askingGraph<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    const { code = 'GRAPH_UNAVAILABLE', message } = error as Error & { readonly code?: string };
    const help = 'The entry of the plugin in config/plugins.yml needs `scopes: [read]`.';
    throw new PluginError(code, message, { cause: error, ...(code === 'FORBIDDEN' && { help }) });
  }
}
