import { contentHash } from '@trialogue/canonical-json';
import { CallStats } from '../calls/call-stats';
import { broughtNames, isNone } from './brought-names';
import type { PluginEntry } from './entries';
import { PluginRefused, textOf } from './import-plugin';
import { LettingGo } from './letting-go';
import type { LoadedAllocator, LoadedPlugin, LoadedStrategy, LoadedTool } from './loaded-plugin';
import { openPlugin } from './open-plugin';
import { fingerprintOf, placeOf } from './plugin-files';
import type { PluginState } from './plugin-state';
import { Publishing } from './publishing';
import { refusedState, type Served, stateOf } from './served';
import type { Surroundings } from './surroundings';
import { type Candidate, modulesOf, type PluginModule, type TrialChecks, tryPlugins } from './trial';

/** What happens to what plugins bring beside being callable. */
export interface Connections extends TrialChecks {
  /** Puts these modules, and no others, into the graph; they were found to be mountable. */
  mount(modules: readonly PluginModule[]): void;
  /** Makes these, and no others, known to whoever validates configs. */
  publish(
    strategies: readonly LoadedStrategy[],
    allocators: readonly LoadedAllocator[],
    tools: readonly LoadedTool[],
  ): Promise<void>;
  /** Resolves when nobody asks the graph any more that was there before this moment; unless given, that is at once. */
  unmounted?(): Promise<void>;
}

/** How to bring the plugins to what the entries say. */
export interface LoadOptions {
  /** The place of a plugin that is opened anew though nothing of it has changed. */
  readonly again?: string;
  /** The place of a plugin that goes even if what it brings is in use. */
  readonly force?: string;
}

const mostStats = 1_000;

/** The plugins of a process. A bad one is refused with its reason, and the others go on, as its old version does. */
export class Plugins {
  private served = new Map<string, Served>();
  private refused: readonly PluginState[] = [];
  private strategies = new Map<string, LoadedStrategy>();
  private tools = new Map<string, LoadedTool>();
  private turn: Promise<unknown> = Promise.resolve();
  private readonly stats = new Map<string, CallStats>();
  private readonly lettingGo: LettingGo;
  private readonly publishing: Publishing;

  constructor(
    private readonly surroundings: Surroundings,
    private readonly connections: Connections,
  ) {
    this.lettingGo = new LettingGo(surroundings.logger);
    this.publishing = new Publishing(
      () => connections.publish(this.all(), this.allocators(), this.allTools()),
      (work) => this.exclusively(work),
      surroundings.logger,
    );
  }

  /**
   * Brings the plugins to what the entries say: tries what is new or changed, and swaps to what stands the trial. What is
   * gone or replaced is stopped once nothing runs with it. One call at a time; entries that are to be read are read then.
   */
  load(
    entries: readonly PluginEntry[] | (() => readonly PluginEntry[]),
    options?: LoadOptions,
  ): Promise<readonly PluginState[]> {
    return this.exclusively((load) => load(typeof entries === 'function' ? entries() : entries, options));
  }

  /** Does something with nothing else being loaded meanwhile: reads entries, loads them, writes them down. */
  exclusively<Answer>(
    work: (
      load: (entries: readonly PluginEntry[], options?: LoadOptions) => Promise<readonly PluginState[]>,
    ) => Promise<Answer>,
  ): Promise<Answer> {
    const next = this.turn.then(() => work((entries, options) => this.replace(entries, options)));
    this.turn = next.catch(() => undefined);
    return next;
  }

  get states(): readonly PluginState[] {
    return [...[...this.served.values()].map(stateOf), ...this.refused];
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
    return [...this.served.values()].flatMap(({ plugin }) => plugin.allocators);
  }

  all(): readonly LoadedStrategy[] {
    return [...this.strategies.values()];
  }

  /** The state of the plugin at this place in `plugins.yml`; where there is none, of the one that calls itself so. */
  find(name: string): PluginState | undefined {
    const { states } = this;
    return states.find(({ place }) => place === name) ?? states.find((one) => one.name === name);
  }

  /** What uses what the plugin at this place brings, for people. */
  async usersOf(place: string): Promise<readonly string[]> {
    const served = this.served.get(place);
    const names = served && broughtNames(served.plugin);
    return names && !isNone(names) ? this.connections.users(names) : [];
  }

  async close(): Promise<void> {
    this.publishing.close();
    await this.turn;
    for (const { plugin } of this.served.values()) this.lettingGo.begin(plugin);
    await this.lettingGo.finish();
  }

  private async replace(entries: readonly PluginEntry[], options: LoadOptions = {}): Promise<readonly PluginState[]> {
    const before = this.served;
    const order = entries.map(placeOf);
    const kept = await this.keepUsed(order, options);
    const next = new Map<string, Served>();
    const opened = new Map<LoadedPlugin, Served>();
    const refused: PluginState[] = [];
    for (const entry of entries) {
      const place = placeOf(entry);
      const old = before.get(place);
      try {
        if (next.has(place)) throw new PluginRefused(`there is a plugin ${next.get(place)!.plugin.name} before it`);
        const key = keyOf(entry, this.surroundings.projectRoot);
        if (old && old.key === key && old.failed === undefined && place !== options.again) {
          next.set(place, { ...old, entry, problem: undefined });
          continue;
        }
        const listed = [...before].filter(([other]) => order.includes(other));
        const taken = (name: string) =>
          [...listed, ...next, ...kept].some(([other, { plugin }]) => other !== place && plugin.name === name);
        const plugin = await openPlugin(entry, this.surroundings, this.statsOf, taken);
        const served = { entry, key, plugin };
        opened.set(plugin, served);
        next.set(place, served);
      } catch (error) {
        const problem = this.sayRefusal(entry, error);
        if (old && !next.has(place)) next.set(place, { ...old, problem: `the new version is refused: ${problem}` });
        else refused.push(refusedState(entry, problem));
      }
    }
    for (const [place, served] of kept) next.set(place, served);
    await this.settle(next, opened, refused);
    this.refused = refused.sort((one, other) => order.indexOf(one.place) - order.indexOf(other.place));
    return this.states;
  }

  /** What is listed no more and is in use stays, unless that is forced. */
  private async keepUsed(listed: readonly string[], { force }: LoadOptions): Promise<ReadonlyMap<string, Served>> {
    const kept = new Map<string, Served>();
    for (const [place, served] of this.served) {
      if (listed.includes(place) || force === place) continue;
      const users = await this.usersOf(place);
      if (users.length === 0) continue;
      const problem = `it is not removed, for it is in use by ${users.join(', ')}; end that, or force it`;
      this.surroundings.logger.warn(
        { plugin: served.plugin.name },
        `The plugin ${served.plugin.name} stays: ${problem}.`,
      );
      kept.set(place, { ...served, problem });
    }
    return kept;
  }

  /** Tries what was opened with what stays, and swaps to what goes together. */
  private async settle(next: Map<string, Served>, opened: ReadonlyMap<LoadedPlugin, Served>, refused: PluginState[]) {
    const before = this.served;
    const staying: LoadedPlugin[] = [];
    const candidates: Candidate[] = [];
    for (const [place, { plugin }] of next) {
      const old = before.get(place);
      if (!opened.has(plugin)) staying.push(plugin);
      else candidates.push({ plugin, ...(old && old.failed === undefined && { old: old.plugin }) });
    }
    const trial = await tryPlugins(staying, candidates, this.connections).catch((error) => {
      for (const plugin of opened.keys()) {
        plugin.restore();
        this.lettingGo.begin(plugin);
      }
      throw error;
    });
    for (const [place, served] of [...next]) {
      const reason = trial.refused.get(served.plugin);
      if (reason === undefined) continue;
      this.sayRefusal(served.entry, new PluginRefused(reason), served.plugin.name);
      const old = before.get(place);
      if (old && trial.taken.has(old.plugin))
        next.set(place, { ...old, problem: `the new version is refused: ${reason}` });
      else {
        next.delete(place);
        refused.push({
          ...refusedState(served.entry, reason),
          name: served.plugin.name,
          version: served.plugin.version,
        });
      }
    }
    this.swap(next, refused, opened);
    await this.publishing.now();
  }

  /** At once: whoever asks for a strategy or a field meets the old plugins, or the new ones. */
  private swap(
    next: Map<string, Served>,
    refused: readonly PluginState[],
    opened: ReadonlyMap<LoadedPlugin, Served>,
  ): void {
    const kept = new Set([...next.values()].map(({ plugin }) => plugin));
    const known = [...[...this.served.values()].map(({ plugin }) => plugin), ...opened.keys()];
    const gone = known.filter((plugin) => !kept.has(plugin));
    for (const plugin of opened.keys()) if (!kept.has(plugin)) plugin.restore();
    // What has failed while others were being loaded has failed in what is served now, too.
    for (const one of this.served.values())
      for (const served of next.values()) if (served.plugin === one.plugin) served.failed ??= one.failed;
    this.connections.mount([...kept].flatMap(modulesOf));
    this.served = next;
    this.refused = refused;
    this.strategies = new Map([...kept].flatMap(byName));
    this.tools = new Map([...kept].flatMap(({ tools }) => tools.map((loaded) => [loaded.tool.name, loaded])));
    const unasked = gone.length > 0 ? this.connections.unmounted?.() : undefined;
    for (const plugin of gone) this.lettingGo.begin(plugin, plugin.graph && unasked);
    for (const served of next.values()) if (opened.has(served.plugin)) this.heedEnd(served.plugin);
  }

  private heedEnd(plugin: LoadedPlugin): void {
    void plugin.ended?.then((reason) => {
      const served = [...this.served.values()].find((one) => one.plugin === plugin);
      if (!served) return;
      served.failed = reason;
      this.surroundings.logger.error({ plugin: plugin.name }, `The plugin ${plugin.name} has failed: ${reason}.`);
    });
  }

  private readonly statsOf = (plugin: string, strategy: string): CallStats => {
    const key = `${plugin}/${strategy}`;
    const stats = this.stats.get(key) ?? new CallStats();
    if (this.stats.size < mostStats) this.stats.set(key, stats);
    return stats;
  };

  /** Whatever went wrong with one entry is that entry's problem; its cause is logged. */
  private sayRefusal({ location, ...entry }: PluginEntry, error: unknown, name: string = placeOf(entry)): string {
    const expected = error instanceof PluginRefused;
    const problem = expected ? error.message : `it cannot be opened: ${textOf(error)}`;
    const place = location ? ` (${location.file}:${location.line})` : '';
    const text = `The plugin ${name}${place} is refused: ${problem}.`;
    this.surroundings.logger.error({ plugin: name, err: expected ? error.cause : error }, text);
    return problem;
  }
}

const keyOf = ({ location: _, ...entry }: PluginEntry, projectRoot: string) =>
  contentHash({ ...entry, files: fingerprintOf(entry, projectRoot) } as any);

const byName = (plugin: LoadedPlugin) => plugin.strategies.map((loaded) => [loaded.strategy.name, loaded] as const);
