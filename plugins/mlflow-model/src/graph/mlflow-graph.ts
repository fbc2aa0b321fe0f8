import { type MlflowAddress, type MlflowRegistry, mlflowApi, mlflowRegistry } from '@trialogue/mlflow';
import type { GraphModule, Host } from '@trialogue/plugin-api';
import type { Options } from '../options';
import { promotionGraph } from '../promotion/promotion-graph';
import { refusals } from '../promotion/refusals';
import { ModelVersions } from './model-versions';
import { registryGraph } from './registry-graph';

/** Everything that the plugin adds to the graph. Without an address, what MLflow has to be asked for says so. */
export function mlflowGraph(host: Host, address: MlflowAddress | undefined, options: Options): GraphModule {
  const registry = address ? mlflowRegistry(mlflowApi(address, host.signal)) : absent;
  const models = registryGraph(registry, new ModelVersions(host, registry), address?.url ?? '');
  const promotions = promotionGraph(registry, host, {
    selfApproval: options.self_approval ?? false,
    ...(address && { lookEveryMs: (options.look_every_seconds ?? 60) * 1_000 }),
  });
  const types = new Set([...Object.keys(models.resolvers), ...Object.keys(promotions.resolvers)]);
  return {
    typeDefs: models.typeDefs + promotions.typeDefs,
    scopes: promotions.scopes,
    references: { ...models.references, ...promotions.references },
    resolvers: Object.fromEntries(
      [...types].map((type) => [type, { ...models.resolvers[type], ...promotions.resolvers[type] }]),
    ),
  };
}

/** Every call of it says that there is none. */
const absent = new Proxy({} as MlflowRegistry, {
  get: () => async () => {
    throw refusals.noMlflow();
  },
});
