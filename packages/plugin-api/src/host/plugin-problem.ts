import { apiVersion, type Plugin, type PluginTool } from '../plugin';
import type { Provided, Strategy } from '../strategy';

/** Why what a module exports is no plugin for this host; undefined: it is one. Its schemas are not looked at. */
export function pluginProblem(candidate: unknown): string | undefined {
  const plugin = candidate as Partial<Plugin> | null;
  const noPlugin = 'its default export is not a plugin; export what definePlugin answers';
  if (typeof plugin !== 'object' || plugin === null) return noPlugin;
  // Of another version it may look otherwise, and that is what is to be said of it.
  const saysVersion = isName(plugin.name) && plugin.apiVersion !== undefined;
  if (saysVersion && plugin.apiVersion !== apiVersion) return versionProblem(plugin.apiVersion);
  if (typeof plugin.setup !== 'function') return noPlugin;
  if (plugin.apiVersion !== apiVersion) return versionProblem(plugin.apiVersion);
  if (!isName(plugin.name) || !isName(plugin.version) || typeof plugin.options !== 'object' || plugin.options === null)
    return 'it needs a name, a version and a schema of its options';
  return undefined;
}

/** Which side has to move follows from which of the two is older. */
function versionProblem(its: unknown): string {
  const isNumber = typeof its === 'number' && Number.isInteger(its) && its > 0;
  if (!isNumber) return `it says no version of the plugin API; write \`apiVersion: ${apiVersion}\` into definePlugin`;
  const said = `it was written for version ${its} of the plugin API, and this host has ${apiVersion}`;
  return its > apiVersion
    ? `${said}; update Trialogue, or install a release of the plugin for version ${apiVersion}`
    : `${said}; install a release of the plugin for version ${apiVersion}`;
}

const effects = ['none', 'idempotent', 'external'];

/** Why a plugin's strategy cannot be taken; undefined: it can. Its schemas are not looked at. */
export function strategyProblem(strategy: Strategy): string | undefined {
  const { name, version, configKey } = strategy;
  for (const [member, value] of Object.entries({ name, version, configKey }))
    if (!isName(value)) return `one of its strategies has no ${member}`;
  if (typeof strategy.execute !== 'function') return `its strategy ${name} has no execute`;
  if (!effects.includes(strategy.effects)) return `its strategy ${name} must say effects: ${effects.join(' | ')}`;
  if (!areNames(strategy.uses ?? [])) return `\`uses\` of its strategy ${name} is no list of names`;
  const { provides = [] } = strategy;
  if (!Array.isArray(provides) || !provides.every(isProvided))
    return `\`provides\` of its strategy ${name} is no list of names, or of a \`variable\` and \`where\` it is given`;
  return undefined;
}

/** The same of a tool, which models must be able to name. */
export function toolProblem(tool: PluginTool): string | undefined {
  const { name, version, description, input } = tool;
  if (typeof name !== 'string' || !/^[\w-]{1,64}$/.test(name))
    return 'one of its tools has no name of 1 to 64 letters, digits, _ and -';
  for (const [member, value] of Object.entries({ version, description }))
    if (!isName(value)) return `its tool ${name} has no ${member}`;
  if (typeof tool.use !== 'function') return `its tool ${name} has no use`;
  if (!effects.includes(tool.effects)) return `its tool ${name} must say effects: ${effects.join(' | ')}`;
  if (input?.type !== 'object') return `the input schema of its tool ${name} is not that of an object`;
  return undefined;
}

const isName = (value: unknown): value is string => typeof value === 'string' && value.length > 0;
const isProvided = (value: Provided) =>
  isName(value) || (isName(value?.variable) && typeof value.where === 'object' && value.where !== null);
const areNames = (value: unknown) => Array.isArray(value) && value.every(isName);
