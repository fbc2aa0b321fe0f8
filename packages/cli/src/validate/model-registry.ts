import { amongNames, shown, suggestion } from '@trialogue/variant-config';
import type { EntryList } from '../apply/entries';
import { noteAt, type Said } from '../apply/outcome';
import { type Finding, findingOf } from './finding';

const patienceMs = 5_000;
/** What is asked for of a list: enough to find the name that was meant. */
const mostNames = 1_000;

/** As much of a policy's input as names models. */
interface PolicyInput {
  readonly versions: readonly { readonly modelName: string; readonly modelVersion: string }[];
}

/** Why it is not known what the registry has. */
class RegistrySilent extends Error {}

/**
 * Versions of models that policies name and MLflow's registry does not have. When it cannot be asked, that is a warning.
 *
 * @param url of a tracking server (`MLFLOW_TRACKING_URI`), for its REST API, version 2.0
 */
export async function missingModels(url: string, { entries, inputs }: EntryList): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [position, { file, index, name }] of entries.entries())
    for (const [number, version] of (inputs[position] as PolicyInput).versions.entries()) {
      const place = file.placeOf(['policies', index, 'versions', number, 'model_version']);
      const say = (said: Said) => findingOf(file.name, `policy ${name}`, noteAt(place, said, 2));
      try {
        const problem = await versionProblem(url, version.modelName, version.modelVersion);
        if (problem !== undefined) findings.push(say(problem));
      } catch (error) {
        if (!(error instanceof RegistrySilent)) throw error;
        return [...findings, { ...say({ message: error.message }), severity: 'warning' }];
      }
    }
  return findings;
}

async function versionProblem(url: string, name: string, version: string): Promise<Said | undefined> {
  // What is no number, it refuses to look for.
  if (/^\d+$/.test(version) && (await ask(url, 'model-versions/get', { name, version }))) return undefined;
  if (!(await ask(url, 'registered-models/get', { name }))) {
    const all = await ask(url, 'registered-models/search', { max_results: `${mostNames}` });
    const names = ((all?.registered_models ?? []) as { name: string }[]).map((one) => one.name);
    return { message: `MLflow has no model ${shown(name)}${suggestion(name, names)}`, ...amongNames(name, names) };
  }
  const filter = `name='${name}'`;
  const found = await ask(url, 'model-versions/search', { filter, max_results: `${mostNames}` });
  const versions = ((found?.model_versions ?? []) as { version: string }[]).map((one) => one.version);
  const listed = versions.length > 0 ? versions.map(shown).join(', ') : 'none';
  const message = `MLflow has no version ${shown(version)} of the model ${shown(name)}; it has ${listed}`;
  return { message, found: shown(version), expected: `one of its versions: ${listed}` };
}

/** Undefined: there is no such thing. Throws `RegistrySilent`. */
async function ask(url: string, path: string, query: Record<string, string>) {
  const address = `${url.replace(/\/+$/, '')}/api/2.0/mlflow/${path}?${new URLSearchParams(query)}`;
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(patienceMs) });
    const answer = (await response.json()) as { readonly error_code?: string; readonly [member: string]: unknown };
    if (response.ok) return answer;
    if (answer.error_code === 'RESOURCE_DOES_NOT_EXIST') return undefined;
    throw new Error(`it answers ${response.status} ${answer.error_code ?? ''}`.trim());
  } catch (error) {
    throw new RegistrySilent(`MLflow’s registry could not be asked: ${(error as Error).message}`, { cause: error });
  }
}
