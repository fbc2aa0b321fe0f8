import type { JsonObject } from '@trialogue/plugin-api';
import { isObject } from './json-object';
import type { PolicyVersionBody } from './release-bodies';

/** The parameters a policy's model is called with: the version's, overridden one by one by the variant's `params`. */
export function effectivePolicyParams({ params }: Pick<PolicyVersionBody, 'params'>, config: JsonObject): JsonObject {
  return { ...params, ...(isObject(config.params) ? config.params : {}) };
}
