import { shown, suggestion } from '@trialogue/variant-config';
import type { EntryList } from '../apply/entries';
import { noteAt } from '../apply/outcome';
import { type MlflowAddress, type MlflowApi, MlflowError, mlflowApi } from '../mlflow/mlflow-api';
import { type Finding, findingOf } from './finding';

/** What is asked for of a list: enough to find the name that was meant. */
const mostNames = 1_000;

/** As much of a policy's input as names models. */
interface PolicyInput {
  readonly versions: readonly { readonly modelName: string; readonly modelVersion: string }[];
}

/**
 * Versions of models that policies name and MLflow's registry does not have. When it cannot be asked, that is a warning.
 *
 * @param address of a tracking server (`MLFLOW_TRACKING_URI`)
 */
export async function missingModels(address: MlflowAddress, { entries, inputs }: EntryList): Promise<Finding[]> {
  const api = mlflowApi(address);
  const findings: Finding[] = [];
  for (const [position, { file, index, name }] of entries.entries())
    for (const [number, version] of (inputs[position] as PolicyInput).versions.entries()) {
      const place = file.placeOf(['policies', index, 'versions', number, 'model_version']);
      const say = (message: string) => findingOf(file.name, `policy ${name}`, noteAt(place, message, 2));
      try {
        const problem = await versionProblem(api, version.modelName, version.modelVersion);
        if (problem !== undefined) findings.push(say(problem));
      } catch (error) {
        if (!(error instanceof MlflowError)) throw error;
        const message = `MLflow’s registry could not be asked: ${error.message}`;
        return [...findings, { ...say(message), severity: 'warning' }];
      }
    }
  return findings;
}

async function versionProblem(api: MlflowApi, name: string, version: string): Promise<string | undefined> {
  // What is no number, it refuses to look for.
  if (/^\d+$/.test(version) && (await api.find('model-versions/get', { name, version }))) return undefined;
  if (!(await api.find('registered-models/get', { name }))) {
    const all = await api.get('registered-models/search', { max_results: `${mostNames}` });
    const names = ((all.registered_models ?? []) as { name: string }[]).map((one) => one.name);
    return `MLflow has no model ${shown(name)}${suggestion(name, names)}`;
  }
  const filter = `name='${name}'`;
  const found = await api.get('model-versions/search', { filter, max_results: `${mostNames}` });
  const versions = ((found.model_versions ?? []) as { version: string }[]).map((one) => one.version);
  const listed = versions.length > 0 ? versions.map(shown).join(', ') : 'none';
  return `MLflow has no version ${shown(version)} of the model ${shown(name)}; it has ${listed}`;
}
