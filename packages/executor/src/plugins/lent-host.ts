import type { Host, Logger } from '@trialogue/plugin-api';
import type { PluginEntry } from './entries';
import type { Surroundings } from './surroundings';

/** What one plugin is lent for as long as it is loaded. */
export function lentHost(plugin: string, entry: PluginEntry, given: Surroundings, signal: AbortSignal): Host {
  return { logger: loggerOf(plugin, given.logger), signal, secret: secretsOf(entry, given) } as Host;
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
