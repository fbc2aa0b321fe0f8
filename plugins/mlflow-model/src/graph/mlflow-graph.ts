import type { MlflowRegistry } from '@trialogue/mlflow';
import type { GraphModule, Host } from '@trialogue/plugin-api';
import type { Options } from '../options';
import { promotionGraph } from '../promotion/promotion-graph';
import { refusals } from '../promotion/refusals';
import { ModelVersions } from './model-versions';
import { registryGraph } from './registry-graph';

/** MLflow's tracking server. */
interface Mlflow {
  readonly registry: MlflowRegistry;
  readonly url: string;
}

/** Everything that the plugin adds to the graph. Without one, what MLflow has to be asked for says so. */
export function mlflowGraph(host: Host, mlflow: Mlflow | undefined, options: Options): GraphModule {
  const { registry, url } = mlflow ?? absent;
  const models = registryGraph(registry, new ModelVersions(host, registry), url);
  const promotions = promotionGraph(registry, host, {
    selfApproval: options.self_approval ?? false,
    ...(mlflow && { lookEveryMs: (options.look_every_seconds ?? 60) * 1_000 }),
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
const absent: Mlflow = {
  url: '',
  registry: new Proxy({} as MlflowRegistry, {
    get: () => async () => {
      throw refusals.noMlflow();
    },
  }),
};
