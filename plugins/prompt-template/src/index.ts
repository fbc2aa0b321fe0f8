import { apiVersion, definePlugin } from '@trialogue/plugin-api';
import { modelOverride } from './model-override';
import { promptTemplate } from './prompt-template';

export default definePlugin({
  name: 'prompt-template',
  version: '0.1.0',
  apiVersion,
  options: { type: 'object', properties: {}, additionalProperties: false },
  setup: async () => ({ strategies: [promptTemplate], graph: modelOverride }),
});
