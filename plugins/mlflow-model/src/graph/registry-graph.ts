import type { Metric, MlflowRegistry, Page, Run, SignatureColumn, Tag } from '@trialogue/mlflow';
import { type ModelVersion, named as nameFilter, type RegisteredModel } from '@trialogue/mlflow';
import type { GraphContext, GraphModule } from '@trialogue/plugin-api';
import { splitId } from '../promotion/online-results';
import { askingMlflow, refusals } from '../promotion/refusals';
import { type ModelVersions, type Named, policyVersionIn } from './model-versions';
import { pageOf } from './pages';
import { registryTypes } from './registry-types';

interface VariantReference {
  readonly config: { readonly mlflow_model?: { readonly policy_version_id?: unknown; readonly model_name?: unknown } };
}

/** Models, their versions and their runs, as MLflow has them; and the model version of each variant. */
export function registryGraph(registry: MlflowRegistry, versions: ModelVersions, trackingUrl: string): GraphModule {
  const ofVersion =
    <Answer>(read: (found: NonNullable<Awaited<ReturnType<ModelVersions['version']>>>) => Answer) =>
    async (parent: Named, _: unknown, context: GraphContext) => {
      const found = await versions.version(parent, context);
      return found && read(found);
    };
  const ofRun = (member: 'metrics' | 'params') => async (parent: Named, _: unknown, context: GraphContext) => {
    const run = await versions.run(parent, context);
    return run && valuesOf(run.data[member]);
  };

  const partsOf = async (parent: Named, context: GraphContext) => {
    const id = await versions.id(parent, context);
    return id === null ? null : splitId(id);
  };

  return {
    typeDefs: registryTypes,
    references: {
      ModelVersion: async (keys: readonly { readonly id: string }[]) =>
        keys.map(({ id }) => (/^[^/]+\/\d+$/.test(id) ? byId(id) : null)),
    },
    resolvers: {
      Query: {
        registeredModels: (_, { first, after, filter }) =>
          askingMlflow(() =>
            pageOf<RegisteredModel>(
              (search) => registry.models({ ...search, filter: filter ?? undefined }),
              first,
              after,
            ),
          ),
        registeredModel: (_, { name }) => askingMlflow(async () => (await registry.model(name)) ?? null),
        async modelVersion(_, { name, version, alias }, context): Promise<Named | null> {
          if ((version == null) === (alias == null)) throw refusals.badInput('Give either `version` or `alias`.');
          const number = version ?? (await askingMlflow(() => registry.aliased(name, alias)))?.version;
          if (number === undefined) return null;
          const found = byId(`${name}/${number}`);
          return (await versions.version(found, context)) ? found : null;
        },
      },
      Variant: {
        model({ config }: VariantReference): Named | null {
          const { policy_version_id: reference, model_name: called } = config.mlflow_model ?? {};
          return typeof reference === 'string' ? { reference, ...(typeof called === 'string' && { called }) } : null;
        },
      },
      RegisteredModel: {
        description: ({ description }: RegisteredModel) => description || null,
        tags: ({ tags }: RegisteredModel) => valuesOf(tags),
        aliases: ({ name, aliases = [] }: RegisteredModel) =>
          aliases.map(({ alias, version }) => ({ alias, version: byId(`${name}/${version}`) })),
        versions: ({ name }: RegisteredModel, { first, after }) =>
          askingMlflow(() =>
            pageOf(
              async (search): Promise<Page<Named>> => {
                const page = await registry.versions({ ...search, filter: nameFilter(name) });
                return { ...page, items: page.items.map((one: ModelVersion) => byId(`${one.name}/${one.version}`)) };
              },
              first,
              after,
            ),
          ),
        createdAt: ({ creation_timestamp: at }: RegisteredModel) => dateOf(at),
        updatedAt: ({ last_updated_timestamp: at }: RegisteredModel) => dateOf(at),
      },
      ModelVersion: {
        id: (parent: Named, _, context) => versions.id(parent, context),
        policyVersion: ({ reference }: Named) => (policyVersionIn(reference) ? { id: reference } : null),
        async name(parent: Named, _, context) {
          if (parent.called !== undefined) return parent.called;
          return (await partsOf(parent, context))?.[0] ?? null;
        },
        version: async (parent: Named, _, context) => (await partsOf(parent, context))?.[1] ?? null,
        description: ofVersion(({ value }) => value.version.description || null),
        aliases: ofVersion(({ value }) => value.aliases),
        status: ofVersion(({ value }) => value.version.status ?? null),
        tags: ofVersion(({ value }) => valuesOf(value.version.tags)),
        createdAt: ofVersion(({ value }) => dateOf(value.version.creation_timestamp)),
        source: ofVersion(({ value }) => value.version.source ?? null),
        stale: ofVersion(({ stale }) => stale),
        metrics: ofRun('metrics'),
        params: ofRun('params'),
        run: (parent: Named, _, context) => versions.run(parent, context),
        signature: async (parent: Named, _, context) =>
          (await versions.signature(parent, context))?.value.signature ?? null,
      },
      ModelRun: {
        id: ({ info }: Run) => info.run_id,
        name: ({ info }: Run) => info.run_name ?? null,
        experimentId: ({ info }: Run) => info.experiment_id,
        status: ({ info }: Run) => info.status,
        startedAt: ({ info }: Run) => dateOf(info.start_time),
        endedAt: ({ info }: Run) => dateOf(info.end_time),
        metrics: ({ data }: Run) => valuesOf(data.metrics),
        params: ({ data }: Run) => valuesOf(data.params),
        tags: ({ data }: Run) => valuesOf(data.tags),
        url: ({ info }: Run) =>
          `${trackingUrl.replace(/\/+$/, '')}/#/experiments/${info.experiment_id}/runs/${info.run_id}`,
      },
      ModelColumn: {
        type: ({ type, 'tensor-spec': tensor }: SignatureColumn) => (tensor ? `tensor(${tensor.dtype})` : type),
        required: ({ required }: SignatureColumn) => required ?? true,
        shape: ({ 'tensor-spec': tensor }: SignatureColumn) => tensor?.shape ?? null,
      },
    },
  };
}

export const byId = (id: string): Named => ({ id, reference: `models:/${id}` });

/** Metrics come as logged last; those that are no numbers in JSON come as MLflow writes them. */
const valuesOf = (list: readonly (Tag | Metric)[] = []) =>
  Object.fromEntries(list.map(({ key, value }) => [key, value]));

const dateOf = (ms: number | undefined) => (ms ? new Date(Number(ms)).toISOString() : null);
