import type { JsonObject } from '@trialogue/plugin-api';
import { isObject } from './json-object';
import type { PolicyVersionBody } from './release-bodies';

/** The base URLs in an endpoint: of one scoring server, or of several that answer alike, with spaces between. */
export const endpointUrls = (endpoint: string): string[] => endpoint.trim().split(/\s+/);

/** The parameters a policy's model is called with: the version's, overridden one by one by the variant's `params`. */
export function effectivePolicyParams({ params }: Pick<PolicyVersionBody, 'params'>, config: JsonObject): JsonObject {
  return { ...params, ...(isObject(config.params) ? config.params : {}) };
}
