import type { Contribution, JsonObject, Plugin } from '@trialogue/plugin-api';
import type { PluginEntry } from './entries';
import { importPlugin, PluginRefused, textOf } from './import-plugin';
import { lentHost } from './lent-host';
import { compiled } from './loaded-plugin';
import { defaultSetupMs, type Surroundings } from './surroundings';
import { within } from './within';

/** What a plugin brings, wherever its code runs: each function of the contribution can be called here. */
export interface OpenedContribution {
  readonly name: string;
  readonly version: string;
  readonly contribution: Contribution;
  /** Aborts the plugin's signal and lets it clean up, whatever runs. Bounded in time, never throws. */
  stop(): Promise<void>;
  /** Resolves with the reason when it is given up: it answers nothing any more until it is opened anew. */
  readonly ended?: Promise<string>;
  /** How often its worker was started again. */
  restarts?(): number;
}

const stopMs = 1_000;

/** Imports one plugin, checks its options and sets it up. Throws PluginRefused, and then leaves nothing of it behind. */
export async function openContribution(entry: PluginEntry, surroundings: Surroundings): Promise<OpenedContribution> {
  const plugin = importPlugin(entry, surroundings.projectRoot);
  const options = optionsOf(plugin, entry.options);
  const removed = new AbortController();
  const host = lentHost(plugin.name, entry, surroundings, removed.signal);
  const begun = Promise.resolve().then(() => plugin.setup(options, host));
  const stop = async (contribution: Contribution | undefined) => {
    removed.abort();
    await within(
      stopMs,
      Promise.resolve().then(() => contribution?.stop?.()),
    ).catch((error) => host.logger.warn({ err: error }, 'The plugin did not stop cleanly.'));
  };
  try {
    const contribution = await within(surroundings.setupMs ?? defaultSetupMs, begun);
    if (typeof contribution !== 'object' || contribution === null)
      throw new PluginRefused('its setup answers no contribution');
    return { name: plugin.name, version: plugin.version, contribution, stop: () => stop(contribution) };
  } catch (cause) {
    void begun.then(stop, () => stop(undefined));
    throw cause instanceof PluginRefused ? cause : new PluginRefused(`its setup failed: ${textOf(cause)}`, { cause });
  }
}

/** The options of an entry with their defaults. Throws PluginRefused for those that the plugin's schema refuses. */
export function optionsOf(plugin: Pick<Plugin, 'options'>, given: JsonObject): any {
  const read = compiled(plugin.options, 'the schema of its options').read(given);
  if ('value' in read) return read.value;
  const listed = read.problems.map(({ path, message }) => [...path, message].join(' '));
  throw new PluginRefused(`its options are refused: ${listed.join('; ')}`);
}
