import { apiVersion, definePlugin } from '@trialogue/plugin-api';
import { hybrid } from './hybrid';
import { hybridParts } from './hybrid-parts';

export default definePlugin({
  name: 'hybrid',
  version: '0.1.0',
  apiVersion,
  options: { type: 'object', properties: {}, additionalProperties: false },
  setup: async () => ({ strategies: [hybrid], graph: hybridParts }),
});
