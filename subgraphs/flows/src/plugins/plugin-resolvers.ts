import type { PluginModule } from '@trialogue/executor';
import type { GraphContext, Resolver, Scope, Subscriber } from '@trialogue/plugin-api';
import { type RequestContext, requireScope, type SchemaModule } from '@trialogue/subgraph';
import { callPlugin, isPromise } from './call-plugin';
import { contextFor, pluginLoads } from './plugin-context';
import { asPluginError } from './plugin-error';
import { pluginEvents } from './plugin-events';

/** What a root field of a plugin needs when its module says nothing of it. */
const rootScopes: { readonly [type: string]: readonly Scope[] } = {
  Query: ['read'],
  Mutation: ['edit'],
  Subscription: ['read'],
};

/**
 * A module's resolvers as the schema takes them: behind their scopes, within a time limit, their errors masked, their loads
 * batched with those of the same request. While one runs, and as long as a subscription is open, its plugin is not stopped.
 */
export function pluginResolvers({ plugin, module, running }: PluginModule): SchemaModule['resolvers'] {
  const loadsOf = pluginLoads();
  const scopesOf = (type: string, field: string) => module.scopes?.[type]?.[field] ?? rootScopes[type];
  const admit = (scopes: readonly Scope[] | undefined, { caller }: RequestContext) => {
    if (scopes) requireScope(caller, scopes);
  };

  function call(field: string, request: RequestContext, work: (context: GraphContext) => unknown): unknown {
    const masked = (error: unknown) => asPluginError(error, plugin, field, request);
    try {
      const answer = callPlugin({ plugin, field, request, running }, (signal) =>
        work(contextFor(request, loadsOf(request), signal)),
      );
      if (!isPromise(answer)) return answer;
      return answer.then(undefined, (error) => {
        throw masked(error);
      });
    } catch (error) {
      throw masked(error);
    }
  }

  const resolving = (type: string, name: string, resolve: Resolver) => {
    const scopes = scopesOf(type, name);
    return (parent: unknown, args: unknown, request: RequestContext) => {
      admit(scopes, request);
      return call(`${type}.${name}`, request, (context) => resolve(parent, args, context));
    };
  };

  const subscribing = (type: string, name: string, subscriber: Subscriber) => {
    const scopes = scopesOf(type, name);
    const field = `${type}.${name}`;
    return {
      subscribe(_: unknown, args: unknown, request: RequestContext) {
        admit(scopes, request);
        const masked = (error: unknown) => asPluginError(error, plugin, field, request);
        try {
          const context = contextFor(request, loadsOf(request), () => request.signal);
          return pluginEvents({ plugin, field, request, running }, subscriber.subscribe(args, context), masked);
        } catch (error) {
          throw masked(error);
        }
      },
      resolve(event: unknown, _: unknown, request: RequestContext) {
        admit(scopes, request);
        return event;
      },
    };
  };

  /** Where the module has a scope and no resolver: a member of the parent. */
  const reading = (type: string, name: string) =>
    resolving(type, name, (parent: Record<string, unknown>) => parent[name]);

  const finding = (
    type: string,
    find: (keys: readonly unknown[], context: GraphContext) => Promise<readonly unknown[]>,
  ) => ({
    __resolveReference: (reference: unknown, request: RequestContext) =>
      call(`${type}.__resolveReference`, request, (context) =>
        loadsOf(request).load(`reference ${type}`, reference, (keys) => find(keys, context)),
      ),
  });

  const resolvers: Record<string, Record<string, unknown>> = {};
  const put = (type: string, fields: Record<string, unknown>) => {
    resolvers[type] = { ...resolvers[type], ...fields };
  };
  for (const [type, fields] of Object.entries(module.scopes ?? {}))
    for (const name of Object.keys(fields)) put(type, { [name]: reading(type, name) });
  for (const [type, fields] of Object.entries(module.resolvers))
    for (const [name, field] of Object.entries(fields))
      put(type, { [name]: isSubscriber(field) ? subscribing(type, name, field) : resolving(type, name, field) });
  for (const [type, find] of Object.entries(module.references ?? {})) put(type, finding(type, find));
  return resolvers;
}

export const isSubscriber = (field: Resolver | Subscriber): field is Subscriber => typeof field !== 'function';
