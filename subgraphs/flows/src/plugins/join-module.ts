import type { PluginModule } from '@trialogue/executor';
import type { GraphModule } from '@trialogue/plugin-api';
import type { SchemaModule } from '@trialogue/subgraph';
import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
  parse,
  print,
} from 'graphql';
import { pluginResolvers } from './plugin-resolvers';

/**
 * A plugin's module as the subgraph takes it. A plugin declares the keys and fields of an entity that it extends, as any
 * subgraph would; what stands in `sdl` already is left out, for within one subgraph it may stand once.
 */
export function joinModule({ plugin, module, running }: PluginModule, sdl: string): SchemaModule {
  const known = knownTypes(parse(sdl));
  const document = parse(module.typeDefs);
  checkResolvers(module.resolvers, document);
  const definitions = document.definitions.map((definition) =>
    definition.kind === Kind.OBJECT_TYPE_EXTENSION ? withoutKnown(definition, known) : definition,
  );
  return { typeDefs: print({ ...document, definitions }), resolvers: pluginResolvers({ plugin, module, running }) };
}

interface KnownType {
  readonly fields: ReadonlySet<string>;
  readonly keys: ReadonlySet<string>;
}

type ObjectNode = ObjectTypeDefinitionNode | ObjectTypeExtensionNode;

function knownTypes(document: DocumentNode): ReadonlyMap<string, KnownType> {
  const types = new Map<string, { fields: Set<string>; keys: Set<string> }>();
  for (const node of document.definitions.filter(isObject)) {
    const type = types.get(node.name.value) ?? { fields: new Set(), keys: new Set() };
    types.set(node.name.value, type);
    for (const field of node.fields ?? []) type.fields.add(field.name.value);
    for (const key of node.directives?.filter(isKey) ?? []) type.keys.add(print(key));
  }
  return types;
}

/** Only what is `@external` may be repeated; any other field that is there already is a clash, and refused as one. */
function withoutKnown(node: ObjectTypeExtensionNode, known: ReadonlyMap<string, KnownType>): ObjectTypeExtensionNode {
  const type = known.get(node.name.value);
  if (!type) return node;
  return {
    ...node,
    directives: (node.directives ?? []).filter((directive) => !isKey(directive) || !type.keys.has(print(directive))),
    fields: (node.fields ?? []).filter((field) => !isExternal(field) || !type.fields.has(field.name.value)),
  };
}

/** A plugin resolves what it declares itself, and nothing of anybody else's. */
function checkResolvers(resolvers: GraphModule['resolvers'], document: DocumentNode): void {
  const own = document.definitions.filter(isObject);
  for (const [type, fields] of Object.entries(resolvers))
    for (const name of Object.keys(fields)) {
      const declared = own
        .filter((node) => node.name.value === type)
        .some(({ fields: listed = [] }) => listed.some((field) => field.name.value === name && !isExternal(field)));
      if (!declared) throw new Error(`it brings a resolver of ${type}.${name}, which its SDL does not declare`);
    }
}

const isObject = (node: DefinitionNode): node is ObjectNode =>
  node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION;
const isKey = (directive: ConstDirectiveNode) => directive.name.value === 'key';
const isExternal = (field: FieldDefinitionNode) =>
  field.directives?.some(({ name }) => name.value === 'external') ?? false;
