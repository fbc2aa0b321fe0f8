import type { Connections, PluginModule } from '@trialogue/executor';
import type { BuiltSubgraph, SchemaModule } from '@trialogue/subgraph';
import { type DocumentNode, type GraphQLSchema, isTypeDefinitionNode, parse } from 'graphql';
import { joinModule } from './join-module';
import { Ownership } from './ownership';

/**
 * Why the whole graph would not compose if the subgraph had this SDL; undefined: it would.
 *
 * @param declared names of the types in it that plugins declare, which nobody else may
 */
export type Clash = (sdl: string, declared: readonly string[]) => Promise<string | undefined>;

type Modules = readonly PluginModule[];
type Problem = (taken: readonly SchemaModule[]) => Promise<string | undefined>;

interface Joined {
  readonly taken: readonly SchemaModule[];
  /** Plugin → reason. */
  readonly refused: ReadonlyMap<string, string>;
}

/** Asks the schema that would be served something before it is; answers plugins that are not up to it: plugin → reason. */
export type Canary = (schema: GraphQLSchema, fresh: Modules) => Promise<ReadonlyMap<string, string>>;

/** How plugins' modules get into a subgraph's schema. */
export type Mounting = Pick<Connections, 'mountable' | 'mount'>;

/**
 * Tries plugins' modules on a subgraph's schema: does it build with them, does the graph compose with it, does it answer.
 * Blamed are as few as possible, the newest first. Then the schema changes once, to one that is known to be good.
 */
export function mountOn(subgraph: BuiltSubgraph, clash: Clash, canary: Canary): Mounting {
  const own = subgraph.current.sdl;
  let mounted: Modules = [];
  /** What was tried last, which is mounted next unless something else was wrong: its schema is there already. */
  let tried: { readonly modules: Modules; readonly taken: readonly SchemaModule[] } | undefined;
  const building: Problem = async (taken) => attempt(() => void subgraph.extended(taken));
  const composing: Problem = async (taken) => {
    let sdl = own;
    const problem = attempt(() => {
      sdl = subgraph.extended(taken).sdl;
    });
    return problem ?? clash(sdl, taken.flatMap(declaredBy));
  };
  return {
    async mountable(modules) {
      let joined = joinAll(own, modules);
      if (joined.taken.length > 0 && (await composing(joined.taken))) {
        // When the graph does not even compose without any plugin, composition says nothing of them.
        const problemOf = (await clash(own, [])) ? building : composing;
        joined = await joinWithoutBlame(own, modules, problemOf);
      }
      tried = joined.refused.size === 0 ? { modules, taken: joined.taken } : undefined;
      const fresh = modules.filter(({ module }) => !mounted.some((one) => one.module === module));
      if (joined.refused.size > 0 || fresh.length === 0) return joined.refused;
      return canary(subgraph.extended(joined.taken).schema, fresh);
    },
    mount(modules) {
      if (areSame(modules, mounted)) return;
      subgraph.extend(tried && areSame(modules, tried.modules) ? tried.taken : joinAll(own, modules).taken);
      mounted = modules;
      tried = undefined;
    },
  };
}

const areSame = (some: Modules, others: Modules): boolean =>
  some.length === others.length && some.every(({ module }, at) => module === others[at]!.module);

const declaredBy = ({ typeDefs }: SchemaModule): string[] =>
  parse(typeDefs).definitions.flatMap((node) => (isTypeDefinitionNode(node) ? [node.name.value] : []));

/** As many as fit into the SDL. Those that do not are left out of what the others are measured by. */
function joinAll(own: string, modules: Modules): Joined {
  const refused = new Map<string, string>();
  for (;;) {
    const joining = modules.filter(({ plugin }) => !refused.has(plugin));
    const before = refused.size;
    const there = new Ownership('the subgraph flows', parse(own), joining.flatMap(documentOf));
    const taken: SchemaModule[] = [];
    for (const module of joining) {
      const problem = attempt(() => {
        taken.push(joinModule(module, there));
      });
      if (problem) refused.set(module.plugin, problem);
    }
    if (refused.size === before) return { taken, refused };
  }
}

/** None of what does not parse, for which it is refused. */
function documentOf({ module }: PluginModule): DocumentNode[] {
  try {
    return [parse(module.typeDefs)];
  } catch {
    return [];
  }
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
