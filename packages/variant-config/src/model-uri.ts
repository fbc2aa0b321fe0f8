import { type FoundVersion, type ListedHeads, numberedVersion } from './heads';
import type { ModelAliasesBody, PolicyBody, PolicyVersionBody } from './release-bodies';
import { shown, suggestion } from './wording';

/** What MLflow calls a version of a registered model: `models:/name/version` or `models:/name@alias`. */
interface ModelUri {
  readonly model: string;
  readonly version?: string;
  readonly alias?: string;
}

/** Undefined: the text is none. */
export function parseModelUri(text: string): ModelUri | undefined {
  const [, model, version, alias] = /^models:\/([^/:@]+)(?:\/(\d+)|@([^/:@]+))$/.exec(text) ?? [];
  if (model === undefined) return undefined;
  return version === undefined ? { model, alias } : { model, version };
}

/** Whether a text names a model by an alias that nobody has told, though a policy names the model: its registry may have it. */
export function isUntoldAlias(heads: ListedHeads, text: string): boolean {
  const { model, alias } = parseModelUri(text) ?? {};
  if (model === undefined || alias === undefined || heads.head('model_aliases', model)) return false;
  return heads.heads<PolicyVersionBody>('policy_version').some(({ body }) => body.modelName === model);
}

/** The version of a policy that serves what a URI names now; or why there is none. */
export function policyVersionServing(
  heads: ListedHeads,
  { model, ...uri }: ModelUri,
): FoundVersion<PolicyVersionBody> | { readonly message: string } {
  const { aliases } = heads.head<ModelAliasesBody>('model_aliases', model)?.body ?? {};
  if (uri.alias !== undefined && !aliases)
    return {
      message: `what ${shown(uri.alias)} stands for is not known: MLflow has not told the aliases of the model ${shown(model)}; a policy has to name the model, and MLFLOW_TRACKING_URI its registry`,
    };
  const version = uri.version ?? (Object.hasOwn(aliases!, uri.alias!) ? aliases![uri.alias!] : undefined);
  if (version === undefined) {
    const names = Object.keys(aliases!);
    const listed = names.length > 0 ? names.map(shown).join(', ') : 'none';
    const lead = `the model ${shown(model)} has no alias ${shown(uri.alias!)} in MLflow; it has ${listed}`;
    return { message: `${lead}${suggestion(uri.alias!, names)}` };
  }
  const serving = heads
    .heads<PolicyBody>('policy')
    .flatMap(({ body }) => newestServing(heads, body, model, version) ?? []);
  const [found, other] = serving;
  if (found && !other) return found;
  const named = uri.alias === undefined ? '' : `, which ${shown(uri.alias)} stands for`;
  if (found)
    return {
      message: `version ${version} of the model ${shown(model)}${named} is served by ${serving.map(({ reference }) => reference).join(' and ')}: name the one that is meant`,
    };
  return {
    message: `no policy serves version ${version} of the model ${shown(model)}${named}: add one to policies.yml`,
  };
}

function newestServing(heads: ListedHeads, { name, versions }: PolicyBody, model: string, version: string) {
  return Object.keys(versions)
    .map(Number)
    .sort((one, other) => other - one)
    .map((number) => numberedVersion<PolicyVersionBody>(heads, 'model', name, number))
    .find((one) => one?.body.status === 'ACTIVE' && one.body.modelName === model && one.body.modelVersion === version);
}
