import { apiVersion, definePlugin } from '@trialogue/plugin-api';
import { thompson } from './thompson';

export default definePlugin({
  name: 'bandit',
  version: '0.1.0',
  apiVersion,
  options: { type: 'object', properties: {}, additionalProperties: false },
  setup: async () => ({ allocators: [thompson] }),
});
