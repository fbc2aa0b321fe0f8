import type { JsonObject } from '@trialogue/plugin-api';
import { nameAtProvider } from './aliases';
import { anthropicBody, takesOutput } from './anthropic-body';
import type { ChatRequest } from './chat-model';
import { demandingOutput } from './demanded-output';
import { messageOf } from './message-text';
import { openaiBody } from './openai-body';
import type { CountRequest } from './tokens/token-count';

export type PreviewedRequest = CountRequest & Pick<ChatRequest, 'params' | 'output'>;

/**
 * The body of the request that a provider gets, whether it is set up or not; undefined for one that is sent none, such as
 * the scripted model. Aliases of the product are looked up. A server at another base URL is told of `output` in the messages
 * as well.
 */
export function requestBody(request: PreviewedRequest): JsonObject | undefined {
  const { provider, params, output } = request;
  const model = { provider, name: nameAtProvider({ provider, name: request.model }) };
  const messages = request.messages.map(messageOf);
  const bodyOf = provider === 'anthropic' ? anthropicBody : provider === 'openai' ? openaiBody : undefined;
  const isNative = output && (provider !== 'anthropic' || takesOutput(output));
  const told = output && !isNative ? demandingOutput(messages, output.schema) : messages;
  return bodyOf?.({ model, messages: told, params, ...(isNative && { output }) }) as JsonObject | undefined;
}
