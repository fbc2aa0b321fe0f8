import { DomainError } from '@trialogue/errors';
import type { RequestContext } from '@trialogue/subgraph';
import { GraphQLError } from 'graphql';

const longest = 500;

/**
 * What leaves a plugin's resolver for what it threw. A `PluginError` of plugin-api, known by its name, for a plugin may have
 * its own copy of the class, keeps its code and message, and what this product threw itself passes; anything else is logged
 * with the plugin's name and masked.
 *
 * @param field `Type.field`
 */
export function asPluginError(error: unknown, plugin: string, field: string, request: RequestContext): Error {
  if (error instanceof DomainError) return error;
  const { name, code, message, help } = (error ?? {}) as { [member: string]: unknown };
  if (name === 'PluginError' && isCode(code) && typeof message === 'string')
    return new GraphQLError(cut(message), {
      originalError: error as Error,
      extensions: { code, help: typeof help === 'string' ? cut(help) : `The plugin ${plugin} says so.`, plugin },
    });
  const { requestId, logger } = request;
  logger.error({ err: error, requestId, plugin, field }, `A resolver of the plugin ${plugin} failed.`);
  return new GraphQLError(`Something went wrong in the plugin ${plugin}. It is logged under ${requestId}.`, {
    extensions: { code: 'INTERNAL_SERVER_ERROR', requestId, plugin },
  });
}

const isCode = (code: unknown): code is string => typeof code === 'string' && /^[A-Z][A-Z0-9_]{0,63}$/.test(code);

const cut = (text: string) => (text.length > longest ? `${text.slice(0, longest)}…` : text);
