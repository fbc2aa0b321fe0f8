import type { GraphContext } from '@trialogue/plugin-api';
import type { RequestContext } from '@trialogue/subgraph';
import DataLoader from 'dataloader';

type Batch = (keys: readonly unknown[]) => Promise<readonly unknown[]>;

/** Loads of one request to one plugin. */
export interface PluginLoads {
  /** The same function for all resolvers of the request: by it a worker tells requests apart. */
  readonly ofResolvers: GraphContext['load'];
  /** Loads of the same name within one request go to the first one's batch, at most a thousand keys at once. */
  load(name: string, key: unknown, batch: Batch): Promise<unknown>;
}

const mostKeys = 1_000;

/** The loads of one plugin's resolvers: the same for the same request, so that they batch. */
export function pluginLoads(): (request: RequestContext) => PluginLoads {
  const all = new WeakMap<RequestContext, PluginLoads>();
  return (request) => {
    const loads = all.get(request) ?? newLoads();
    all.set(request, loads);
    return loads;
  };
}

function newLoads(): PluginLoads {
  const loaders = new Map<string, DataLoader<any, any, any>>();
  const load: PluginLoads['load'] = (name, key, batch) => {
    const loader = loaders.get(name) ?? new DataLoader(batch, { maxBatchSize: mostKeys, cacheKeyFn: textOf });
    loaders.set(name, loader);
    return loader.load(key);
  };
  return {
    load,
    ofResolvers: (name, key, batch) => load(`load ${name}`, key, batch as Batch) as Promise<any>,
  };
}

const textOf = (key: unknown) => (typeof key === 'string' ? key : JSON.stringify(key));

/** What one call of a resolver sees of a request. Its signal is made when somebody looks at it: most never do. */
export function contextFor(request: RequestContext, loads: PluginLoads, signal: () => AbortSignal): GraphContext {
  const { caller, requestId, logger } = request;
  return {
    caller: { subject: caller.subject, scopes: caller.scopes, ...(caller.unit !== undefined && { unit: caller.unit }) },
    requestId,
    logger,
    load: loads.ofResolvers,
    get signal() {
      return signal();
    },
  };
}
