import { apiVersion, definePlugin } from '@trialogue/plugin-api';
import { mlflowModel } from './mlflow-model';
import { variantModel } from './variant-model';

export default definePlugin({
  name: 'mlflow-model',
  version: '0.1.0',
  apiVersion,
  options: { type: 'object', properties: {}, additionalProperties: false },
  setup: async () => ({ strategies: [mlflowModel], graph: variantModel }),
});
