import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Json } from '@trialogue/plugin-api';
import type { Logger, Store } from '@trialogue/store';
import {
  flowVersionOf,
  type ListedHeads,
  type ModelAliasesBody,
  type PolicyVersionBody,
  parseModelUri,
} from '@trialogue/variant-config';
import { type ModelRegistry, RegistryRefusal, RegistrySilent } from './model-registry';

/** How old may be what is known of a model's aliases. */
const everyMs = 10_000;
/** For all models of one look together. */
const patienceMs = 10_000;
const mostModels = 500;
const kind = 'model_aliases';

/**
 * Publishes where the aliases stand of the models that policies name, so that `models:/name@alias` means something wherever
 * a reference is resolved, also while the registry is away: then what it said last goes on.
 */
export class ModelAliases {
  private timer: NodeJS.Timeout | undefined;
  private isSilent = false;
  /** Models that it refuses to tell of. */
  private readonly untold = new Set<string>();
  private last = '';
  private looking: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: Store,
    private readonly registry: ModelRegistry,
    private readonly logger: Logger,
  ) {}

  /** Looks every ten seconds, until it is stopped. */
  follow(): void {
    this.timer = setInterval(() => void this.look(), everyMs);
    this.timer.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
  }

  /** Resolves when it is published what the registry says now; never throws. One look at a time. */
  look(): Promise<void> {
    return this.next(() => this.lookAtAll());
  }

  /**
   * The same of the models whose aliases these configs name, or calls in their flows: what is pinned next is what they stand
   * for now. Keeps nobody for longer than ten seconds; then they mean what they meant.
   */
  async lookFor(configs: readonly Json[]): Promise<void> {
    const calls = configs.flatMap((config) => callsIn(this.store.releases, config));
    const models = [...new Set([...configs, ...calls].flatMap(aliasedModels))].slice(0, mostModels);
    if (models.length === 0) return;
    const done = new AbortController();
    const late = pause(patienceMs, undefined, { ref: false, signal: done.signal }).catch(() => undefined);
    await Promise.race([this.next(() => this.lookAt(models)), late]);
    done.abort();
  }

  private next(work: () => Promise<unknown>): Promise<void> {
    this.looking = this.looking.then(() =>
      work().then(
        () => undefined,
        (error) => this.logger.error({ err: error }, 'Aliases of models cannot be published.'),
      ),
    );
    return this.looking;
  }

  /** Begins behind the model that was looked at last: one that keeps the registry from answering does not hold up the rest. */
  private async lookAtAll(): Promise<void> {
    const versions = this.store.releases.heads<PolicyVersionBody>('policy_version');
    const models = [...new Set(versions.map(({ body }) => body.modelName))].sort();
    const behind = models.findIndex((name) => name > this.last);
    const turned = behind < 0 ? models : [...models.slice(behind), ...models.slice(0, behind)];
    this.last = (await this.lookAt(turned.slice(0, mostModels))) ?? '';
  }

  /** Answers the model that was looked at last: not all, when the registry falls silent. */
  private async lookAt(models: readonly string[]): Promise<string | undefined> {
    const signal = AbortSignal.timeout(patienceMs);
    for (const name of models)
      try {
        await this.publish(name, await this.registry.aliases(name, signal));
        this.untold.delete(name);
        this.isSilent = false;
      } catch (error) {
        if (!(error instanceof RegistrySilent)) throw error;
        this.warn(error, name);
        if (!(error instanceof RegistryRefusal)) return name;
      }
    return models.at(-1);
  }

  /** Once, until the registry tells again. */
  private warn(error: RegistrySilent, model: string): void {
    const isRefusal = error instanceof RegistryRefusal;
    const wasTold = isRefusal ? this.untold.has(model) : this.isSilent;
    if (isRefusal) this.untold.add(model);
    this.isSilent = !isRefusal;
    if (wasTold) return;
    const text = isRefusal
      ? 'MLflow’s registry does not tell the aliases of a model: they mean what they meant when it last told them.'
      : 'MLflow’s registry is away: aliases mean what they meant when it last answered.';
    this.logger.warn({ err: error, model }, text);
  }

  private async publish(name: string, aliases: ModelAliasesBody['aliases'] = {}): Promise<void> {
    const { releases } = this.store;
    const known = releases.head<ModelAliasesBody>(kind, name)?.body.aliases;
    if (isDeepStrictEqual({ ...known }, aliases)) return;
    const body = { name, aliases };
    await this.store.transaction((sql) => releases.publish(sql, { kind, key: name, schema: 1, body }));
    await releases.refresh();
  }
}

/** Configs with which the flow of a variant calls strategies. */
function callsIn(releases: ListedHeads, config: Json): Json[] {
  const { flow_config: flow } = (config ?? {}) as { readonly flow_config?: { readonly flow_id?: unknown } };
  const version = typeof flow?.flow_id === 'string' ? flowVersionOf(releases, flow.flow_id) : undefined;
  return (version?.body.calls ?? []).flatMap((call) => call.config ?? []);
}

/** Models that texts in a config name by an alias. */
function aliasedModels(value: Json): string[] {
  if (typeof value === 'object' && value !== null)
    return Object.values(value).flatMap((part) => aliasedModels(part as Json));
  const uri = typeof value === 'string' ? parseModelUri(value) : undefined;
  return uri?.alias === undefined ? [] : [uri.model];
}
