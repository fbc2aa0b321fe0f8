import type { JsonObject, Plugin } from '@trialogue/plugin-api';
import { PluginRefused } from './import-plugin';
import { compiled } from './loaded-plugin';

/** The options of an entry with their defaults. Throws PluginRefused for those that the plugin's schema refuses. */
export function optionsOf(plugin: Pick<Plugin, 'options'>, given: JsonObject): any {
  const read = compiled(plugin.options, 'the schema of its options').read(given);
  if ('value' in read) return read.value;
  const listed = read.problems.map(({ path, message }) => [...path, message].join(' '));
  throw new PluginRefused(`its options are refused: ${listed.join('; ')}`);
}
