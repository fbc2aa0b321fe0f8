import type { Connections, PluginModule } from '@trialogue/executor';
import type { BuiltSubgraph, SchemaModule } from '@trialogue/subgraph';
import { joinModule } from './join-module';

/** Why the whole graph would not compose if the subgraph had this SDL; undefined: it would. */
export type Clash = (sdl: string) => Promise<string | undefined>;

type Modules = readonly PluginModule[];
type Problem = (taken: readonly SchemaModule[]) => Promise<string | undefined>;

interface Joined {
  readonly taken: readonly SchemaModule[];
  /** Plugin → reason. */
  readonly refused: ReadonlyMap<string, string>;
}

/**
 * Puts plugins' modules into a subgraph's schema: all of them, or, when that does not build or the graph does not compose
 * with it, all but those that are to blame. The schema changes once, to one that is known to be good.
 */
export function mountOn(subgraph: BuiltSubgraph, clash: Clash): Connections['mount'] {
  const own = subgraph.current.sdl;
  const building: Problem = async (taken) => attempt(() => void subgraph.extended(taken));
  const composing: Problem = async (taken) => {
    let sdl = own;
    const problem = attempt(() => {
      sdl = subgraph.extended(taken).sdl;
    });
    return problem ?? clash(sdl);
  };
  return async (modules) => {
    let joined = joinAll(own, modules);
    if (joined.taken.length > 0 && (await composing(joined.taken))) {
      // When the graph does not even compose without any plugin, composition says nothing of them.
      const problemOf = (await clash(own)) ? building : composing;
      joined = await joinWithoutBlame(own, modules, problemOf);
    }
    subgraph.extend(joined.taken);
    return joined.refused;
  };
}

/** As many as fit into the SDL. */
function joinAll(own: string, modules: Modules): Joined {
  const refused = new Map<string, string>();
  const taken: SchemaModule[] = [];
  for (const module of modules) {
    const problem = attempt(() => {
      const sdl = [own, ...taken.map(({ typeDefs }) => typeDefs)].join('\n');
      taken.push(joinModule(module, sdl));
    });
    if (problem) refused.set(module.plugin, problem);
  }
  return { taken, refused };
}

/** To blame is the newest without which, and without all newer ones, there is no problem. There is none without any. */
async function joinWithoutBlame(own: string, modules: Modules, problemOf: Problem): Promise<Joined> {
  const all = joinAll(own, modules);
  let problem = await problemOf(all.taken);
  if (!problem) return all;
  for (let newest = modules.length - 1; ; newest -= 1) {
    const older = newest > 0 ? await problemOf(joinAll(own, modules.slice(0, newest)).taken) : undefined;
    if (older) {
      problem = older;
      continue;
    }
    const rest = await joinWithoutBlame(own, modules.toSpliced(newest, 1), problemOf);
    return { taken: rest.taken, refused: new Map([...rest.refused, [modules[newest]!.plugin, problem]]) };
  }
}

/** The first line of what was thrown; undefined when nothing was. */
function attempt(act: () => void): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    return (error instanceof Error ? error.message : String(error)).split('\n')[0];
  }
}
