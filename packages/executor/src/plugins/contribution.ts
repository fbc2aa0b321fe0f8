import type { Contribution, Plugin } from '@trialogue/plugin-api';
import { openIsolated } from '../worker/isolated-plugin';
import { isolationOf, type PluginEntry } from './entries';
import { importPlugin, PluginRefused, textOf } from './import-plugin';
import { lentHost } from './lent-host';
import { type NameTaken, refuseTaken } from './name-taken';
import type { OpenedContribution } from './opened-contribution';
import { optionsOf } from './options';
import { defaultSetupMs, type Surroundings } from './surroundings';
import { within } from './within';

export type { OpenedContribution } from './opened-contribution';

const stopMs = 1_000;

/**
 * Imports one plugin, checks its options and sets it up. Throws PluginRefused, and then leaves nothing of it behind.
 *
 * @param nameTaken whether another plugin is called so: who calls itself like it gets no host, which has that one's records
 */
export function openContribution(
  entry: PluginEntry,
  surroundings: Surroundings,
  nameTaken: NameTaken,
): Promise<OpenedContribution> {
  const open = isolationOf(entry) === 'none' ? openHere : openIsolated;
  return open(entry, surroundings, nameTaken);
}

async function openHere(
  entry: PluginEntry,
  surroundings: Surroundings,
  nameTaken: NameTaken,
): Promise<OpenedContribution> {
  const { plugin, restore } = importPlugin(entry, surroundings.projectRoot);
  try {
    await refuseTaken(plugin.name, nameTaken);
    return { ...(await setUp(plugin, entry, surroundings)), restore };
  } catch (error) {
    restore();
    throw error;
  }
}

async function setUp(plugin: Plugin, entry: PluginEntry, surroundings: Surroundings): Promise<OpenedContribution> {
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
