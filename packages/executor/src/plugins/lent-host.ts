import { DomainError } from '@trialogue/errors';
import type { Host, Logger, Records, Scope } from '@trialogue/plugin-api';
import type { PluginEntry } from './entries';
import type { GraphPort, Surroundings } from './surroundings';

/** What one plugin is lent for as long as it is loaded: its own records, and of the graph what its entry grants. */
export function lentHost(plugin: string, entry: PluginEntry, given: Surroundings, signal: AbortSignal): Host {
  return {
    logger: loggerOf(plugin, given.logger),
    signal,
    secret: secretsOf(entry, given),
    graph: graphAs(`plugin:${plugin}`, entry.scopes ?? [], given.graph),
    records: given.records?.(plugin) ?? noRecords,
  };
}

/** The values of the secrets that an entry lists. */
export const secretsOf =
  (entry: PluginEntry, { secret }: Pick<Surroundings, 'secret'>): Host['secret'] =>
  async (name) => {
    if (!entry.secrets.includes(name))
      throw new Error(`list ${name} under \`secrets\` of the plugin to let it read it`);
    const value = secret(name);
    if (value === undefined) throw new Error(`${name} is not set`);
    return value;
  };

/** What the graph refuses is thrown as an error with the graph's `code`, plain enough for a worker to hand it on. */
const graphAs =
  (subject: string, scopes: readonly Scope[], port: GraphPort | undefined): Host['graph'] =>
  async (document, variables = {}) => {
    try {
      if (!port) throw new DomainError('GRAPH_UNAVAILABLE', { reason: 'this process knows no gateway' });
      const answer = await port(document, variables, { subject, scopes });
      return JSON.parse(JSON.stringify(answer)); // inside one process, times are Dates
    } catch (error) {
      const { message, code, extensions } = error as Error & { code?: unknown; extensions?: { code?: unknown } };
      throw Object.assign(new Error(message), { name: 'GraphError', code: extensions?.code ?? code });
    }
  };

const nowhere = async () => {
  throw new Error('this host keeps no records');
};
const noRecords: Records = { get: nowhere, put: nowhere, delete: nowhere, list: nowhere };

/** Says in every line which plugin speaks. */
export function loggerOf(plugin: string, logger: Logger): Logger {
  return {
    info: (data, text) => logger.info({ plugin, ...data }, text),
    warn: (data, text) => logger.warn({ plugin, ...data }, text),
    error: (data, text) => logger.error({ plugin, ...data }, text),
  };
}
