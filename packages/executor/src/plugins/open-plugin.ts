import type { Contribution, JsonObject, Logger, Plugin } from '@trialogue/plugin-api';
import type { PluginEntry } from './entries';
import { importPlugin, PluginRefused, textOf } from './import-plugin';
import { compiled, type LoadedPlugin, loadStrategy } from './loaded-plugin';
import { Running } from './running';

export interface Surroundings {
  /** Where packages are resolved from and paths begin. */
  readonly projectRoot: string;
  /** The value of a secret, by its name. */
  readonly secret: (name: string) => string | undefined;
  readonly logger: Logger;
  /** For `setup`; 10 s unless told. */
  readonly setupMs?: number;
}

const runningMs = 30_000;
const stopMs = 1_000;

/** Imports, checks and sets up one plugin. Throws PluginRefused, and then leaves nothing of it behind. */
export async function openPlugin(entry: PluginEntry, surroundings: Surroundings): Promise<LoadedPlugin> {
  const { projectRoot, setupMs = 10_000 } = surroundings;
  const plugin = importPlugin(entry, projectRoot);
  const options = optionsOf(plugin, entry.options);
  const logger = loggerOf(plugin.name, surroundings.logger);
  const removed = new AbortController();
  const host = { logger, signal: removed.signal, secret: secretsOf(entry, surroundings) };
  const begun = Promise.resolve().then(() => plugin.setup(options, host));
  const stop = async (contribution: Contribution | undefined) => {
    removed.abort();
    await within(
      stopMs,
      Promise.resolve().then(() => contribution?.stop?.()),
    ).catch((error) => logger.warn({ err: error }, 'The plugin did not stop cleanly.'));
  };
  try {
    const contribution = await within(setupMs, begun);
    if (typeof contribution !== 'object' || contribution === null)
      throw new PluginRefused('its setup answers no contribution');
    const running = new Running();
    let stopped: Promise<void> | undefined;
    return {
      name: plugin.name,
      version: plugin.version,
      strategies: (contribution.strategies ?? []).map((strategy) => loadStrategy(plugin.name, strategy, running)),
      ...(contribution.graph && { graph: contribution.graph }),
      stop() {
        stopped ??= within(runningMs, running.none())
          .catch(() => logger.warn({}, 'The plugin is stopped although one of its strategies still runs.'))
          .then(() => stop(contribution));
        return stopped;
      },
    };
  } catch (cause) {
    void begun.then(stop, () => stop(undefined));
    throw cause instanceof PluginRefused ? cause : new PluginRefused(`its setup failed: ${textOf(cause)}`, { cause });
  }
}

function optionsOf(plugin: Plugin, given: JsonObject): any {
  const read = compiled(plugin.options, 'the schema of its options').read(given);
  if ('value' in read) return read.value;
  const listed = read.problems.map(({ path, message }) => [...path, message].join(' '));
  throw new PluginRefused(`its options are refused: ${listed.join('; ')}`);
}

const secretsOf =
  (entry: PluginEntry, { secret }: Surroundings) =>
  async (name: string) => {
    if (!entry.secrets.includes(name))
      throw new Error(`list ${name} under \`secrets\` of the plugin to let it read it`);
    const value = secret(name);
    if (value === undefined) throw new Error(`${name} is not set`);
    return value;
  };

/** Says in every line which plugin speaks. */
function loggerOf(plugin: string, logger: Logger): Logger {
  return {
    info: (data, text) => logger.info({ plugin, ...data }, text),
    warn: (data, text) => logger.warn({ plugin, ...data }, text),
    error: (data, text) => logger.error({ plugin, ...data }, text),
  };
}

async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it took longer than ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
  }
}
