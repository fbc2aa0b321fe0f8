import { isDeepStrictEqual } from 'node:util';
import type { Logger, Store } from '@trialogue/store';
import type { ModelAliasesBody, PolicyVersionBody } from '@trialogue/variant-config';
import { type ModelRegistry, RegistrySilent } from './model-registry';

/** How old may be what is known of a model's aliases. */
const everyMs = 10_000;
/** For all models together. */
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
  private looking = Promise.resolve();

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
    this.looking = this.looking.then(() =>
      this.lookAtAll().catch((error) => this.logger.error({ err: error }, 'Aliases of models cannot be published.')),
    );
    return this.looking;
  }

  private async lookAtAll(): Promise<void> {
    const versions = this.store.releases.heads<PolicyVersionBody>('policy_version');
    const models = [...new Set(versions.map(({ body }) => body.modelName))].slice(0, mostModels);
    const signal = AbortSignal.timeout(patienceMs);
    try {
      for (const name of models) await this.publish(name, await this.registry.aliases(name, signal));
      this.isSilent = false;
    } catch (error) {
      if (!(error instanceof RegistrySilent)) throw error;
      if (!this.isSilent)
        this.logger.warn(
          { err: error },
          'MLflow’s registry is away: aliases mean what they meant when it last answered.',
        );
      this.isSilent = true;
    }
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
