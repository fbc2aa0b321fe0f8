import { SetupError } from '@trialogue/errors';
import { type MlflowAddress, type MlflowApi, MlflowError, mlflowApi } from '@trialogue/mlflow';
import type { FallbackModel } from '../filled-in';
import type { FoundPrompts } from '../folder/read-folder';
import { fromMlflow } from './from-mlflow';
import { versionsOf } from './send';
import { type MlflowModel, promptsOnly, tagOf, tags } from './stored';

/** All prompts of MLflow's registry, or those of these names. Throws a SetupError when one is not there. */
export async function readMlflow(
  api: MlflowApi,
  names: readonly string[],
  fallback: FallbackModel,
): Promise<FoundPrompts> {
  const models = names.length > 0 ? await named(api, names) : await allPrompts(api);
  const found: ReturnType<typeof fromMlflow>[] = [];
  for (const model of models) found.push(fromMlflow(model, await versionsOf(api, model.name), fallback));
  return { prompts: found.map(({ prompt }) => prompt), refused: found.flatMap(({ refused }) => refused) };
}

const allPrompts = (api: MlflowApi) =>
  api.search<MlflowModel>('registered-models/search', 'registered_models', { filter: promptsOnly });

async function named(api: MlflowApi, names: readonly string[]): Promise<MlflowModel[]> {
  const models: MlflowModel[] = [];
  for (const name of names) {
    const model = (await api.find('registered-models/get', { name }))?.registered_model as MlflowModel | undefined;
    if (!model || tagOf(model, tags.isPrompt) !== 'true')
      throw new SetupError(`MLflow has no prompt ${name}.`, 'Its web page shows which there are.');
    models.push(model);
  }
  return models;
}

/** Speaks to MLflow; that it cannot be spoken to, or refuses what everything needs, is a SetupError. */
export async function withMlflow<Result>(
  address: MlflowAddress | undefined,
  work: (api: MlflowApi) => Promise<Result>,
): Promise<Result> {
  if (!address)
    throw new SetupError(
      'MLFLOW_TRACKING_URI names no tracking server.',
      'Set it to one, such as http://127.0.0.1:5000; its credentials as for MLflow’s own clients.',
    );
  try {
    return await work(mlflowApi(address));
  } catch (error) {
    if (!(error instanceof MlflowError)) throw error;
    const help = 'See whether MLFLOW_TRACKING_URI is right, and MLFLOW_TRACKING_USERNAME and _PASSWORD, or _TOKEN.';
    throw new SetupError(`MLflow cannot be asked: ${error.message}`, help, { cause: error });
  }
}
