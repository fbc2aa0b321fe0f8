import type { PluginModule } from '@trialogue/executor';
import type { SchemaModule } from '@trialogue/subgraph';
import { type DefinitionNode, Kind, parse, print } from 'graphql';
import { moduleProblem } from './module-problem';
import type { Ownership } from './ownership';
import { pluginResolvers } from './plugin-resolvers';

/**
 * A plugin's module as the subgraph takes it. A plugin declares the keys and fields of an entity that it extends, as any
 * subgraph would; what stands there already is left out, for within one subgraph it may stand once.
 *
 * @param there what is in the subgraph before it; the module is added
 * @throws Error that says why it cannot be taken
 */
export function joinModule(module: PluginModule, there: Ownership): SchemaModule {
  const document = parse(module.module.typeDefs);
  const problem = moduleProblem(module.module, document) ?? there.clash(document);
  if (problem !== undefined) throw new Error(problem);
  const definitions = document.definitions.flatMap((definition): DefinitionNode[] => {
    if (definition.kind !== Kind.OBJECT_TYPE_EXTENSION) return [definition];
    const rest = there.withoutKnown(definition);
    return rest.fields?.length || rest.directives?.length ? [rest] : [];
  });
  there.add(`the plugin ${module.plugin}`, document);
  return { typeDefs: print({ ...document, definitions }), resolvers: pluginResolvers(module) };
}
