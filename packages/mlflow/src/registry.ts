import { type MlflowApi, named } from './mlflow-api';
import { MlflowError } from './mlflow-error';
import { type Signature, signatureIn } from './signature';

export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** As MLflow answers it; times are milliseconds since 1970. */
export interface RegisteredModel {
  readonly name: string;
  readonly creation_timestamp?: number;
  readonly last_updated_timestamp?: number;
  readonly description?: string;
  readonly tags?: readonly Tag[];
  readonly aliases?: readonly { readonly alias: string; readonly version: string }[];
  readonly latest_versions?: readonly ModelVersion[];
}

/** As MLflow answers it. Only a search and `registered-models/alias` tell its aliases: ask the model for them. */
export interface ModelVersion {
  readonly name: string;
  readonly version: string;
  readonly creation_timestamp?: number;
  readonly last_updated_timestamp?: number;
  readonly description?: string;
  /** `READY`, `PENDING_REGISTRATION` or `FAILED_REGISTRATION`. */
  readonly status?: string;
  /** Where its artifacts came from. */
  readonly source?: string;
  readonly run_id?: string;
  readonly run_link?: string;
  readonly tags?: readonly Tag[];
  readonly aliases?: readonly string[];
}

export interface Metric {
  readonly key: string;
  readonly value: number;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly step?: number;
}

export interface Run {
  readonly info: {
    readonly run_id: string;
    readonly run_name?: string;
    readonly experiment_id: string;
    readonly status: string;
    readonly start_time?: number;
    readonly end_time?: number;
  };
  readonly data: {
    readonly metrics?: readonly Metric[];
    readonly params?: readonly Tag[];
    readonly tags?: readonly Tag[];
  };
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Of the next page; none: this is the last. */
  readonly next?: string;
}

export interface Search {
  /** In MLflow's grammar, such as `name='food_budget'`. */
  readonly filter?: string;
  /** At most; 100 unless told. */
  readonly first?: number;
  readonly after?: string;
}

/** Of one batch: MLflow takes 1,000 of all together. */
const mostMetrics = 900;
const mostTags = 100;

export type MlflowRegistry = ReturnType<typeof mlflowRegistry>;

/** What is no number, MLflow refuses to look for. */
const isNumber = (version: string): boolean => /^\d+$/.test(version);

/** The calls of MLflow's registry, and of its runs, by name. Each throws an `MlflowError`; what is not there is undefined. */
export function mlflowRegistry(api: MlflowApi) {
  async function page<Item>(path: string, list: string, { filter, first = 100, after }: Search): Promise<Page<Item>> {
    const query = { max_results: `${first}`, ...(filter && { filter }), ...(after && { page_token: after }) };
    const answer = await api.get(path, query);
    return { items: answer[list] ?? [], ...(answer.next_page_token && { next: answer.next_page_token }) };
  }

  return {
    model: async (name: string): Promise<RegisteredModel | undefined> =>
      (await api.find('registered-models/get', { name }))?.registered_model,

    models: (search: Search = {}) => page<RegisteredModel>('registered-models/search', 'registered_models', search),

    version: async (name: string, version: string): Promise<ModelVersion | undefined> =>
      isNumber(version) ? (await api.find('model-versions/get', { name, version }))?.model_version : undefined,

    /** The version that an alias of a model stands for now. */
    async aliased(name: string, alias: string): Promise<ModelVersion | undefined> {
      const model = await this.model(name);
      const version = model?.aliases?.find((one) => one.alias === alias)?.version;
      return version === undefined ? undefined : this.version(name, version);
    },

    versions: (search: Search = {}) => page<ModelVersion>('model-versions/search', 'model_versions', search),

    /** All versions of a model. */
    versionsOf: (name: string) =>
      api.search<ModelVersion>('model-versions/search', 'model_versions', { filter: named(name) }),

    async setAlias(name: string, alias: string, version: string): Promise<void> {
      await api.post('registered-models/alias', { name, alias, version });
    },

    /** Done as well when there is none. */
    async deleteAlias(name: string, alias: string): Promise<void> {
      await api.delete('registered-models/alias', { name, alias });
    },

    async setVersionTag(name: string, version: string, { key, value }: Tag): Promise<void> {
      await api.post('model-versions/set-tag', { name, version, key, value });
    },

    run: async (runId: string): Promise<Run | undefined> => (await api.find('runs/get', { run_id: runId }))?.run,

    /** Logs to a run; in several requests where MLflow takes no more in one. The same values again change nothing. */
    async logBatch(runId: string, { metrics = [], tags = [] }: { metrics?: readonly Metric[]; tags?: readonly Tag[] }) {
      for (let at = 0; at === 0 || at * mostMetrics < metrics.length || at * mostTags < tags.length; at += 1)
        await api.post('runs/log-batch', {
          run_id: runId,
          metrics: metrics.slice(at * mostMetrics, (at + 1) * mostMetrics),
          tags: tags.slice(at * mostTags, (at + 1) * mostTags),
        });
    },

    /** What a version says that it takes and gives; null: it was logged without. Undefined: there is no such version. */
    async signature(name: string, version: string): Promise<Signature | null | undefined> {
      if (!isNumber(version)) return undefined;
      const file = await api.artifact(name, version, 'MLmodel');
      if (file === undefined) return (await this.version(name, version)) ? null : undefined;
      try {
        return signatureIn(file) ?? null;
      } catch (error) {
        throw new MlflowError(`the MLmodel of ${name}/${version} cannot be read`, 'INVALID_STATE', { cause: error });
      }
    },
  };
}
