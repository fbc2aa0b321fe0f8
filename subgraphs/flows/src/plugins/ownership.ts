import { type DocumentNode, Kind, type ObjectTypeExtensionNode, print } from 'graphql';
import { isExternal, isKey, isObject } from './module-problem';

interface Known {
  /** Who declares it: `the subgraph flows`, `the plugin router`; undefined: it is extended here, and declared elsewhere. */
  owner?: string;
  /** Field → who declares it. */
  readonly fields: Map<string, string>;
  readonly keys: Set<string>;
}

/** Who declared what of one subgraph's schema: the subgraph itself, and the plugins that joined it, in their order. */
export class Ownership {
  private readonly types = new Map<string, Known>();

  constructor(owner: string, document: DocumentNode) {
    this.add(owner, document);
  }

  /** Why a document cannot stand beside what is there; undefined: it can. */
  clash(document: DocumentNode): string | undefined {
    for (const node of document.definitions) {
      if (!('name' in node) || !node.name) continue;
      const type = node.name.value;
      const known = this.types.get(type);
      const isExtension = node.kind === Kind.OBJECT_TYPE_EXTENSION;
      if (!isExtension && known?.owner !== undefined && !isRoot(type))
        return `the type ${type} is declared by ${known.owner}; extend it with \`extend type ${type}\`, or call yours otherwise`;
      if (!isObject(node)) continue;
      for (const field of node.fields ?? []) {
        const owner = isExternal(field) ? undefined : known?.fields.get(field.name.value);
        if (owner !== undefined) return `the field ${type}.${field.name.value} is declared by ${owner}`;
      }
    }
    return undefined;
  }

  add(owner: string, document: DocumentNode): void {
    for (const node of document.definitions) {
      if (!('name' in node) || !node.name) continue;
      const known: Known = this.types.get(node.name.value) ?? { fields: new Map(), keys: new Set() };
      this.types.set(node.name.value, known);
      if (node.kind !== Kind.OBJECT_TYPE_EXTENSION) known.owner ??= owner;
      if (!isObject(node)) continue;
      for (const field of node.fields ?? [])
        if (!known.fields.has(field.name.value)) known.fields.set(field.name.value, owner);
      for (const key of node.directives?.filter(isKey) ?? []) known.keys.add(print(key));
    }
  }

  /** An extension without what stands there already: keys, and fields that it repeats as `@external`. */
  withoutKnown(node: ObjectTypeExtensionNode): ObjectTypeExtensionNode {
    const known = this.types.get(node.name.value);
    if (!known) return node;
    return {
      ...node,
      directives: (node.directives ?? []).filter((directive) => !isKey(directive) || !known.keys.has(print(directive))),
      fields: (node.fields ?? []).filter((field) => !isExternal(field) || !known.fields.has(field.name.value)),
    };
  }
}

const isRoot = (type: string) => ['Query', 'Mutation', 'Subscription'].includes(type);
