import { type ModelRegistry, RegistrySilent } from '@trialogue/experiments-subgraph';
import { amongNames, shown, suggestion } from '@trialogue/variant-config';
import { type MlflowAddress, MlflowError, mlflowApi, named } from './mlflow-api';

/** What is asked for of a list: enough to find the name that was meant. */
const mostNames = 1_000;

/** The registry of an MLflow. */
export const mlflowRegistry = (address: MlflowAddress): ModelRegistry => ({
  async missing(name, version, signal) {
    const ask = asking(address, signal);
    // What is no number, it refuses to look for.
    if (/^\d+$/.test(version) && (await ask('model-versions/get', { name, version }))) return undefined;
    if (!(await ask('registered-models/get', { name }))) {
      const all = await ask('registered-models/search', { max_results: `${mostNames}` });
      const names = ((all?.registered_models ?? []) as { name: string }[]).map((one) => one.name);
      return { message: `MLflow has no model ${shown(name)}${suggestion(name, names)}`, ...amongNames(name, names) };
    }
    const filter = named(name);
    const found = await ask('model-versions/search', { filter, max_results: `${mostNames}` });
    const versions = ((found?.model_versions ?? []) as { version: string }[]).map((one) => one.version);
    const listed = versions.length > 0 ? versions.map(shown).join(', ') : 'none';
    const message = `MLflow has no version ${shown(version)} of the model ${shown(name)}; it has ${listed}`;
    return { message, found: shown(version), expected: `one of its versions: ${listed}` };
  },
});

/** Undefined: there is no such thing. Throws `RegistrySilent`. */
const asking = (address: MlflowAddress, signal: AbortSignal) => {
  const api = mlflowApi(address, signal);
  return (path: string, query: Record<string, string>) =>
    api.find(path, query).catch((error) => {
      if (!(error instanceof MlflowError)) throw error;
      throw new RegistrySilent(`MLflow’s registry could not be asked: ${error.message}`, { cause: error });
    });
};
