import { contentHash } from '@trialogue/canonical-json';
import type { GraphModule } from '@trialogue/plugin-api';
import type { PluginEntry } from './entries';
import { PluginRefused, textOf } from './import-plugin';
import type { LoadedAllocator, LoadedPlugin, LoadedStrategy, LoadedTool } from './loaded-plugin';
import { openPlugin } from './open-plugin';
import type { Running } from './running';
import type { Surroundings } from './surroundings';

export interface PluginState {
  /** The plugin's own name; its entry's as long as the plugin could not be read. */
  readonly name: string;
  readonly version?: string;
  readonly state: 'LOADED' | 'REFUSED';
  /** Why it was refused. */
  readonly problem?: string;
}

export interface PluginModule {
  readonly plugin: string;
  readonly module: GraphModule;
  /** What runs of the plugin. */
  readonly running: Pick<Running, 'during'>;
}

/** What happens to what plugins bring beside being callable. */
export interface Connections {
  /** Puts these modules, and no others, into the graph; answers those that it cannot take: plugin → reason. */
  mount(modules: readonly PluginModule[]): Promise<ReadonlyMap<string, string>>;
  /** Makes these, and no others, known to whoever validates configs. */
  publish(strategies: readonly LoadedStrategy[], allocators: readonly LoadedAllocator[]): Promise<void>;
}

/** The plugins of a process. A bad one is refused with its reason, and the others go on. */
export class Plugins {
  private loaded = new Map<string, LoadedPlugin>();
  private refused: readonly PluginState[] = [];
  private strategies = new Map<string, LoadedStrategy>();
  private tools = new Map<string, LoadedTool>();
  private turn: Promise<unknown> = Promise.resolve();
  private readonly stopping = new Set<Promise<void>>();

  constructor(
    private readonly surroundings: Surroundings,
    private readonly connections: Connections,
  ) {}

  /**
   * Brings the plugins to what the entries say: opens what is new or changed, and lets go of what is gone, which is
   * stopped once nothing runs with it. One call at a time.
   */
  load(entries: readonly PluginEntry[]): Promise<readonly PluginState[]> {
    const next = this.turn.then(() => this.replace(entries));
    this.turn = next.catch(() => undefined);
    return next;
  }

  get states(): readonly PluginState[] {
    const loaded = [...this.loaded.values()].map(({ name, version }) => ({ name, version, state: 'LOADED' as const }));
    return [...loaded, ...this.refused];
  }

  strategy(name: string): LoadedStrategy | undefined {
    return this.strategies.get(name);
  }

  tool(name: string): LoadedTool | undefined {
    return this.tools.get(name);
  }

  allTools(): readonly LoadedTool[] {
    return [...this.tools.values()];
  }

  allocator(name: string): LoadedAllocator | undefined {
    return this.allocators().find(({ allocator }) => allocator.name === name);
  }

  allocators(): readonly LoadedAllocator[] {
    return [...this.loaded.values()].flatMap(({ allocators }) => allocators);
  }

  all(): readonly LoadedStrategy[] {
    return [...this.strategies.values()];
  }

  async close(): Promise<void> {
    await this.turn;
    for (const plugin of this.loaded.values()) this.letGo(plugin);
    await Promise.all(this.stopping);
  }

  private async replace(entries: readonly PluginEntry[]): Promise<readonly PluginState[]> {
    const before = this.loaded;
    const next = new Map<string, LoadedPlugin>();
    const refused: PluginState[] = [];
    const open = new Set(before.values());
    for (const entry of entries)
      try {
        const key = keyOf(entry);
        const plugin = before.get(key) ?? (await openPlugin(entry, this.surroundings));
        open.add(plugin);
        admit(plugin, key, next);
      } catch (error) {
        refused.push(this.refusal(entry, error));
      }
    await this.join(next, refused);
    this.loaded = next;
    this.refused = refused;
    this.strategies = new Map([...next.values()].flatMap(byName));
    this.tools = new Map([...next.values()].flatMap(({ tools }) => tools.map((loaded) => [loaded.tool.name, loaded])));
    const kept = new Set(next.values());
    for (const plugin of open) if (!kept.has(plugin)) this.letGo(plugin);
    await this.connections.publish(this.all(), this.allocators());
    return this.states;
  }

  private async join(next: Map<string, LoadedPlugin>, refused: PluginState[]): Promise<void> {
    const modules = [...next.values()].flatMap(({ name, graph, running }) =>
      graph ? [{ plugin: name, module: graph, running }] : [],
    );
    const problems = await this.connections.mount(modules);
    for (const [key, { name, version }] of [...next]) {
      const reason = problems.get(name);
      if (reason === undefined) continue;
      next.delete(key);
      const problem = `its part of the graph is refused: ${reason}`;
      refused.push({ name, version, state: 'REFUSED', problem });
      this.surroundings.logger.error({ plugin: name }, `The plugin ${name} is refused: ${problem}.`);
    }
  }

  /** Whatever went wrong with one entry is that entry's problem; its cause is logged. */
  private refusal({ name, path, location }: PluginEntry, error: unknown): PluginState {
    const expected = error instanceof PluginRefused;
    const problem = expected ? error.message : `it cannot be opened: ${textOf(error)}`;
    const place = location ? ` (${location.file}:${location.line})` : '';
    this.surroundings.logger.error(
      { err: expected ? error.cause : error },
      `The plugin ${name ?? path}${place} is refused: ${problem}.`,
    );
    return { name: name ?? path!, state: 'REFUSED', problem };
  }

  /** Stops it in the background. */
  private letGo(plugin: LoadedPlugin): void {
    const stopping = plugin.stop().finally(() => this.stopping.delete(stopping));
    this.stopping.add(stopping);
  }
}

/** Names are unique: of plugins, and of strategies, tools and allocators over all plugins. The first entry keeps the name. */
function admit(plugin: LoadedPlugin, key: string, admitted: Map<string, LoadedPlugin>): void {
  const others = [...admitted.values()];
  if (others.some(({ name }) => name === plugin.name))
    throw new PluginRefused(`there is a plugin ${plugin.name} before it`);
  for (const { strategy } of plugin.strategies) {
    const owner = others.find((other) => other.strategies.some(named(strategy.name)));
    if (owner) throw new PluginRefused(`its strategy ${strategy.name} is brought by the plugin ${owner.name} already`);
  }
  for (const { tool } of plugin.tools) {
    const owner = others.find(({ tools }) => tools.some((other) => other.tool.name === tool.name));
    if (owner) throw new PluginRefused(`its tool ${tool.name} is brought by the plugin ${owner.name} already`);
  }
  for (const { allocator } of plugin.allocators) {
    const owner = others.find(({ allocators }) => allocators.some((other) => other.allocator.name === allocator.name));
    if (owner)
      throw new PluginRefused(`its allocator ${allocator.name} is brought by the plugin ${owner.name} already`);
  }
  admitted.set(key, plugin);
}

const keyOf = ({ name, path, options, secrets, scopes = [] }: PluginEntry) =>
  contentHash({ name, path, options, secrets, scopes });

const named =
  (name: string) =>
  ({ strategy }: LoadedStrategy) =>
    strategy.name === name;

const byName = (plugin: LoadedPlugin) => plugin.strategies.map((loaded) => [loaded.strategy.name, loaded] as const);
