import { type ModelRegistry, RegistryRefusal, RegistrySilent } from '@trialogue/experiments-subgraph';
import { type MlflowAddress, MlflowError, mlflowApi, mlflowRegistry } from '@trialogue/mlflow';
import { amongNames, shown, suggestion } from '@trialogue/variant-config';

/** What is asked for of a list: enough to find the name that was meant. */
const mostNames = 1_000;

/** The registry of an MLflow, as policies want it. */
export const modelRegistry = (address: MlflowAddress): ModelRegistry => ({
  missing: (name, version, signal) =>
    unlessSilent(async () => {
      const registry = mlflowRegistry(mlflowApi(address, signal));
      if (await registry.version(name, version)) return undefined;
      if (!(await registry.model(name))) {
        const names = (await registry.models({ first: mostNames })).items.map((one) => one.name);
        return { message: `MLflow has no model ${shown(name)}${suggestion(name, names)}`, ...amongNames(name, names) };
      }
      const versions = (await registry.versionsOf(name)).map((one) => one.version);
      const listed = versions.length > 0 ? versions.map(shown).join(', ') : 'none';
      const message = `MLflow has no version ${shown(version)} of the model ${shown(name)}; it has ${listed}`;
      return { message, found: shown(version), expected: `one of its versions: ${listed}` };
    }),
  aliases: (name, signal) =>
    unlessSilent(async () => {
      const model = await mlflowRegistry(mlflowApi(address, signal)).model(name);
      return model && Object.fromEntries((model.aliases ?? []).map(({ alias, version }) => [alias, version]));
    }),
});

async function unlessSilent<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof MlflowError)) throw error;
    const Unknown = error.isSilence ? RegistrySilent : RegistryRefusal;
    throw new Unknown(`MLflow’s registry could not be asked: ${error.message}`, { cause: error });
  }
}
