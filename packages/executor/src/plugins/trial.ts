import type { GraphModule } from '@trialogue/plugin-api';
import { type BroughtNames, broughtNames, isNone, namesMissing } from './brought-names';
import type { LoadedPlugin } from './loaded-plugin';
import type { Running } from './running';

export interface PluginModule {
  readonly plugin: string;
  readonly module: GraphModule;
  /** What runs of the plugin. */
  readonly running: Pick<Running, 'during'>;
}

/** A plugin as `plugins.yml` has it, and what is served in its place when it is refused. */
export interface Candidate {
  readonly plugin: LoadedPlugin;
  /** The version that is served until now. */
  readonly old?: LoadedPlugin;
}

/** How a set of plugins goes together. */
export interface Trial {
  /** Those that are to be served: of each candidate itself, or its old version. */
  readonly taken: ReadonlySet<LoadedPlugin>;
  /** Why candidates, or plugins that were served, are not. */
  readonly refused: ReadonlyMap<LoadedPlugin, string>;
}

export interface TrialChecks {
  /** Tries these modules with the graph, and changes nothing; answers those that it cannot take: plugin → reason. */
  mountable(modules: readonly PluginModule[]): Promise<ReadonlyMap<string, string>>;
  /** What uses any of these, for people: variants as `experiment/variant`, experiments, flows, conversations. */
  users(brought: BroughtNames): Promise<readonly string[]>;
}

/**
 * Finds out which candidates can be served beside the plugins that stay. What runs is not given up for what comes: a
 * candidate that does not go with it is refused, and its old version stays.
 */
export async function tryPlugins(
  staying: readonly LoadedPlugin[],
  candidates: readonly Candidate[],
  checks: TrialChecks,
): Promise<Trial> {
  const refused = new Map<LoadedPlugin, string>();
  const kept = [...staying];
  let open = [...candidates];
  const refuse = (one: Candidate, reason: string) => {
    refused.set(one.plugin, reason);
    open = open.filter((other) => other !== one);
    if (one.old) kept.push(one.old);
  };
  for (const one of candidates) {
    const missed = one.old && (await problemOfMissing(one.old, one.plugin, checks));
    if (missed) refuse(one, missed);
  }
  for (;;) {
    const clashing = firstClash(kept, open);
    if (clashing) {
      refuse(...clashing);
      continue;
    }
    const together = [...kept, ...open.map(({ plugin }) => plugin)];
    const problems = await checks.mountable(together.flatMap(modulesOf));
    const blamed = together.filter(({ name }) => problems.has(name));
    const old = blamed.find((plugin) => candidates.some((one) => one.old === plugin));
    if (old && open.length > 0) {
      // What was served goes together, and none of it is given up for what comes.
      for (const one of open)
        refuse(one, `the plugin ${old.name} would be refused beside it: ${problems.get(old.name)}`);
      continue;
    }
    for (const plugin of blamed) {
      const reason = `its part of the graph is refused: ${problems.get(plugin.name)}`;
      const candidate = open.find((one) => one.plugin === plugin);
      if (candidate) refuse(candidate, reason);
      else {
        // Something else has changed under one that was served.
        refused.set(plugin, reason);
        kept.splice(kept.indexOf(plugin), 1);
      }
    }
    if (blamed.length === 0) return { taken: new Set(together), refused };
  }
}

/** Names are unique: of plugins, and of what they bring over all of them. What runs keeps its name, then what comes first. */
function firstClash(kept: readonly LoadedPlugin[], open: readonly Candidate[]): [Candidate, string] | undefined {
  const before = [...kept];
  for (const one of open) {
    const problem = clashOf(one.plugin, before);
    if (problem) return [one, problem];
    before.push(one.plugin);
  }
  return undefined;
}

function clashOf(plugin: LoadedPlugin, before: readonly LoadedPlugin[]): string | undefined {
  if (before.some(({ name }) => name === plugin.name)) return `there is a plugin ${plugin.name} before it`;
  for (const [kind, namesIn] of Object.entries(kinds))
    for (const name of namesIn(plugin)) {
      const owner = before.find((other) => namesIn(other).includes(name));
      if (owner) return `its ${kind} ${name} is brought by the plugin ${owner.name} already`;
    }
  return undefined;
}

/** What plugins bring whose names are unique over all of them. */
const kinds: { readonly [kind: string]: (plugin: LoadedPlugin) => readonly string[] } = {
  strategy: (plugin) => broughtNames(plugin).strategies,
  tool: (plugin) => broughtNames(plugin).tools,
  allocator: (plugin) => broughtNames(plugin).allocators,
};

/** A new version that lacks what is in use is as good as a removal. */
async function problemOfMissing(
  old: LoadedPlugin,
  next: LoadedPlugin,
  { users }: TrialChecks,
): Promise<string | undefined> {
  const missing = namesMissing(broughtNames(old), broughtNames(next));
  const using = isNone(missing) ? [] : await users(missing);
  const names = Object.values(missing).flat().join(', ');
  return using.length > 0 ? `it has no ${names} any more, which ${using.join(', ')} use` : undefined;
}

export const modulesOf = ({ name, graph, running }: LoadedPlugin): PluginModule[] =>
  graph ? [{ plugin: name, module: graph, running }] : [];
