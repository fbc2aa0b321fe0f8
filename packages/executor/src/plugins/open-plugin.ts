import type { CallStats } from '../calls/call-stats';
import { Slots } from '../calls/slots';
import { StrategyCalls } from '../calls/strategy-calls';
import { openContribution } from './contribution';
import { isolationOf, type PluginEntry } from './entries';
import { PluginRefused, textOf } from './import-plugin';
import { secretsOf } from './lent-host';
import { type LoadedPlugin, loadAllocator, loadStrategy, loadTool } from './loaded-plugin';
import type { NameTaken } from './name-taken';
import { Running } from './running';
import type { Surroundings } from './surroundings';

const workersCalls = 64;

/**
 * Opens one plugin and checks what it brings. Throws PluginRefused, and then leaves nothing of it behind.
 *
 * @param statsOf what was counted of a strategy of a plugin so far, by their names
 * @param nameTaken whether a plugin of another place is called so
 */
export async function openPlugin(
  entry: PluginEntry,
  surroundings: Surroundings,
  statsOf: (plugin: string, strategy: string) => CallStats,
  nameTaken: NameTaken,
): Promise<LoadedPlugin> {
  const opened = await openContribution(entry, surroundings, nameTaken);
  const { name, version, contribution } = opened;
  const isolation = isolationOf(entry);
  const running = new Running();
  const slots = new Slots(entry.concurrency ?? (isolation === 'none' ? Number.POSITIVE_INFINITY : workersCalls));
  const now = () => performance.now();
  const callsOf = (strategy: string) =>
    new StrategyCalls({ strategy, running, slots, stats: statsOf(name, strategy), now });
  const owner = { name, running, secret: secretsOf(entry, surroundings), callsOf };
  try {
    return {
      ...{ name, version, isolation, running },
      strategies: (contribution.strategies ?? []).map((strategy) => loadStrategy(owner, strategy)),
      tools: (contribution.tools ?? []).map((tool) => loadTool(owner, tool)),
      allocators: (contribution.allocators ?? []).map((allocator) => loadAllocator(owner, allocator)),
      ...(contribution.graph && { graph: contribution.graph }),
      ...(opened.ended && { ended: opened.ended }),
      restarts: () => opened.restarts?.() ?? 0,
      restore: () => opened.restore?.(),
      stop: () => opened.stop(),
    };
  } catch (cause) {
    opened.restore?.();
    void opened.stop();
    throw cause instanceof PluginRefused
      ? cause
      : new PluginRefused(`what it brings is none: ${textOf(cause)}`, { cause });
  }
}
