import { type MlflowAddress, mlflowAddressIn } from '@trialogue/mlflow';
import type { Host } from '@trialogue/plugin-api';
import type { Options } from './options';

const credentials = ['MLFLOW_TRACKING_USERNAME', 'MLFLOW_TRACKING_PASSWORD', 'MLFLOW_TRACKING_TOKEN'];

/**
 * MLflow's tracking server: where the option `tracking_uri` says, or the variable `MLFLOW_TRACKING_URI`, as whom the
 * variables of MLflow's own clients say; each only where the plugin's entry lists it under `secrets`. Undefined: nowhere.
 */
export async function addressOf(options: Options, host: Pick<Host, 'secret'>): Promise<MlflowAddress | undefined> {
  const values = new Map<string, string>();
  const wanted = ['MLFLOW_TRACKING_URI', ...credentials, 'MLFLOW_TRACKING_SERVER_CERT_PATH'];
  // One that is not lent is refused, and is no reason not to do without.
  for (const name of wanted)
    await host.secret(name).then(
      (value) => values.set(name, value),
      () => {},
    );
  if (options.tracking_uri !== undefined) values.set('MLFLOW_TRACKING_URI', options.tracking_uri);
  if (options.ca_file !== undefined) values.set('MLFLOW_TRACKING_SERVER_CERT_PATH', options.ca_file);
  return mlflowAddressIn((name) => values.get(name) || undefined);
}
