import type { JsonObject } from '@trialogue/plugin-api';
import { nameAtProvider } from './aliases';
import { anthropicBody } from './anthropic-body';
import { messageOf } from './message-text';
import { openaiBody } from './openai-body';
import type { CountRequest } from './tokens/token-count';

/**
 * The body of the request that a provider gets, whether it is set up or not; undefined for one that is sent none, such as
 * the scripted model. Aliases of the product are looked up.
 */
export function requestBody(request: CountRequest & { readonly params: JsonObject }): JsonObject | undefined {
  const { provider, params } = request;
  const model = { provider, name: nameAtProvider({ provider, name: request.model }) };
  const messages = request.messages.map(messageOf);
  const bodyOf = provider === 'anthropic' ? anthropicBody : provider === 'openai' ? openaiBody : undefined;
  return bodyOf?.({ model, messages, params }) as JsonObject | undefined;
}
