import { apiVersion, definePlugin } from '@trialogue/plugin-api';
import { addressOf } from './address';
import { mlflowGraph } from './graph/mlflow-graph';
import { mlflowModel } from './mlflow-model';
import { options } from './options';

export default definePlugin({
  name: 'mlflow-model',
  version: '0.1.0',
  apiVersion,
  options,
  async setup(given, host) {
    const address = await addressOf(given, host);
    return { strategies: [mlflowModel], graph: mlflowGraph(host, address, given) };
  },
});
