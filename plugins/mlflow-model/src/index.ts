import { mlflowApi, mlflowRegistry } from '@trialogue/mlflow';
import { apiVersion, definePlugin } from '@trialogue/plugin-api';
import { addressOf } from './address';
import { mlflowGraph } from './graph/mlflow-graph';
import { mlflowModel } from './mlflow-model';
import { options } from './options';
import { Scoring } from './scoring/scoring';
import { Shadows } from './shadow/shadows';
import { Signatures } from './signatures';

export default definePlugin({
  name: 'mlflow-model',
  version: '0.1.0',
  apiVersion,
  options,
  async setup(given, host) {
    const address = await addressOf(given, host);
    const registry = address && mlflowRegistry(mlflowApi(address, host.signal));
    const { max, wait_ms: waitMs = 5, models } = given.batching ?? { max: 1 };
    const scoring = new Scoring({ caFile: given.ca_file, batching: { max, waitMs, models } });
    const shadows = new Shadows(host);
    const signatures = new Signatures(registry, host.logger);
    return {
      strategies: [mlflowModel({ scoring, signatures, shadows })],
      graph: mlflowGraph(host, address && registry && { registry, url: address.url }, given),
      async stop() {
        await shadows.settled();
        await scoring.close();
      },
    };
  },
});
