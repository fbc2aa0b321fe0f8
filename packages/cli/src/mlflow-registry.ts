import { type ModelRegistry, RegistrySilent } from '@trialogue/experiments-subgraph';
import { amongNames, shown, suggestion } from '@trialogue/variant-config';

const patienceMs = 5_000;
/** What is asked for of a list: enough to find the name that was meant. */
const mostNames = 1_000;

/**
 * The registry of an MLflow.
 *
 * @param url of a tracking server (`MLFLOW_TRACKING_URI`), for its REST API, version 2.0
 */
export const mlflowRegistry = (url: string): ModelRegistry => ({
  async missing(name, version, signal) {
    const ask = asking(url, signal);
    // What is no number, it refuses to look for.
    if (/^\d+$/.test(version) && (await ask('model-versions/get', { name, version }))) return undefined;
    if (!(await ask('registered-models/get', { name }))) {
      const all = await ask('registered-models/search', { max_results: `${mostNames}` });
      const names = ((all?.registered_models ?? []) as { name: string }[]).map((one) => one.name);
      return { message: `MLflow has no model ${shown(name)}${suggestion(name, names)}`, ...amongNames(name, names) };
    }
    const filter = `name='${name}'`;
    const found = await ask('model-versions/search', { filter, max_results: `${mostNames}` });
    const versions = ((found?.model_versions ?? []) as { version: string }[]).map((one) => one.version);
    const listed = versions.length > 0 ? versions.map(shown).join(', ') : 'none';
    const message = `MLflow has no version ${shown(version)} of the model ${shown(name)}; it has ${listed}`;
    return { message, found: shown(version), expected: `one of its versions: ${listed}` };
  },
});

/** Undefined: there is no such thing. Throws `RegistrySilent`. */
const asking = (url: string, signal: AbortSignal) => async (path: string, query: Record<string, string>) => {
  const address = `${url.replace(/\/+$/, '')}/api/2.0/mlflow/${path}?${new URLSearchParams(query)}`;
  try {
    const response = await fetch(address, { signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]) });
    const answer = (await response.json()) as { readonly error_code?: string; readonly [member: string]: unknown };
    if (response.ok) return answer;
    if (answer.error_code === 'RESOURCE_DOES_NOT_EXIST') return undefined;
    throw new Error(`it answers ${response.status} ${answer.error_code ?? ''}`.trim());
  } catch (error) {
    throw new RegistrySilent(`MLflow’s registry could not be asked: ${(error as Error).message}`, { cause: error });
  }
};
