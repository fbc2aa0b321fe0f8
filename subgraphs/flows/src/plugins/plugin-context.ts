import type { GraphContext } from '@trialogue/plugin-api';
import type { RequestContext } from '@trialogue/subgraph';
import DataLoader from 'dataloader';

type Batch = (keys: readonly string[]) => Promise<readonly unknown[]>;

/** The contexts of one plugin's resolvers: the same one for the same request, so that its loads batch. */
export function pluginContexts(): (request: RequestContext) => GraphContext {
  const contexts = new WeakMap<RequestContext, GraphContext>();
  return (request) => {
    const context = contexts.get(request) ?? contextFor(request);
    contexts.set(request, context);
    return context;
  };
}

function contextFor({ caller, requestId, signal, logger }: RequestContext): GraphContext {
  const loaders = new Map<string, DataLoader<string, any>>();
  return {
    caller: { subject: caller.subject, scopes: caller.scopes },
    requestId,
    signal,
    logger,
    load(name, key, batch) {
      const loader = loaders.get(name) ?? new DataLoader(batch as unknown as Batch);
      loaders.set(name, loader);
      return loader.load(key);
    },
  };
}
