import { openContribution } from './contribution';
import type { PluginEntry } from './entries';
import { PluginRefused, textOf } from './import-plugin';
import { secretsOf } from './lent-host';
import { type LoadedPlugin, loadAllocator, loadStrategy, loadTool } from './loaded-plugin';
import { Running } from './running';
import type { Surroundings } from './surroundings';
import { within } from './within';

const runningMs = 30_000;

/** Opens one plugin and checks what it brings. Throws PluginRefused, and then leaves nothing of it behind. */
export async function openPlugin(entry: PluginEntry, surroundings: Surroundings): Promise<LoadedPlugin> {
  const opened = await openContribution(entry, surroundings);
  const { name, version, contribution } = opened;
  const { logger } = surroundings;
  const running = new Running();
  const owner = { name, running, secret: secretsOf(entry, surroundings) };
  let stopped: Promise<void> | undefined;
  try {
    return {
      name,
      version,
      running,
      strategies: (contribution.strategies ?? []).map((strategy) => loadStrategy(owner, strategy)),
      tools: (contribution.tools ?? []).map((tool) => loadTool(owner, tool)),
      allocators: (contribution.allocators ?? []).map((allocator) => loadAllocator(owner, allocator)),
      ...(contribution.graph && { graph: contribution.graph }),
      stop() {
        stopped ??= within(runningMs, running.none())
          .catch(() =>
            logger.warn({ plugin: name }, 'The plugin is stopped although one of its strategies still runs.'),
          )
          .then(() => opened.stop());
        return stopped;
      },
    };
  } catch (cause) {
    void opened.stop();
    throw cause instanceof PluginRefused ? cause : new PluginRefused(`its setup failed: ${textOf(cause)}`, { cause });
  }
}
