import { type DocumentNode, Kind, type ObjectTypeExtensionNode, print } from 'graphql';
import { isExternal, isKey, isObject } from './module-problem';

interface Known {
  /** Who declares it: `the subgraph flows`, `the plugin router`; undefined: it is extended here, and declared elsewhere. */
  owner?: string;
  /** Field → who declares it. */
  readonly fields: Map<string, string>;
  /** What may stand once, and need not be said again: keys, and fields whether they are declared or repeated. */
  readonly keys: Set<string>;
  readonly stated: Set<string>;
}

/** Who declared what of one subgraph's schema: the subgraph itself, and the plugins that joined it, in their order. */
export class Ownership {
  private readonly types = new Map<string, Known>();

  /**
   * @param own what the subgraph itself declares; nobody else's is a field that stands there as `@external`
   * @param joining what all who are to join say: what one of them declares another need not repeat, whoever comes first
   */
  constructor(owner: string, own: DocumentNode, joining: readonly DocumentNode[] = []) {
    this.add(owner, own);
    for (const node of own.definitions.filter(isObject))
      for (const { name } of node.fields ?? []) this.known(node.name.value).fields.set(name.value, owner);
    for (const node of joining.flatMap(({ definitions }) => definitions.filter(isObject))) {
      const { keys, stated } = this.known(node.name.value);
      for (const field of node.fields ?? []) if (!isExternal(field)) stated.add(field.name.value);
      if (node.kind === Kind.OBJECT_TYPE_EXTENSION) continue;
      for (const key of node.directives?.filter(isKey) ?? []) keys.add(print(key));
    }
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

  /** Who repeats a field as `@external` does not own it. */
  add(owner: string, document: DocumentNode): void {
    for (const node of document.definitions) {
      if (!('name' in node) || !node.name) continue;
      const known = this.known(node.name.value);
      if (node.kind !== Kind.OBJECT_TYPE_EXTENSION) known.owner ??= owner;
      if (!isObject(node)) continue;
      for (const field of node.fields ?? []) {
        known.stated.add(field.name.value);
        if (!isExternal(field) && !known.fields.has(field.name.value)) known.fields.set(field.name.value, owner);
      }
      for (const key of node.directives?.filter(isKey) ?? []) known.keys.add(print(key));
    }
  }

  /** An extension without what stands there anyway: keys, and fields that it repeats as `@external`. */
  withoutKnown(node: ObjectTypeExtensionNode): ObjectTypeExtensionNode {
    const { keys, stated } = this.known(node.name.value);
    return {
      ...node,
      directives: (node.directives ?? []).filter((directive) => !isKey(directive) || !keys.has(print(directive))),
      fields: (node.fields ?? []).filter((field) => !isExternal(field) || !stated.has(field.name.value)),
    };
  }

  private known(type: string): Known {
    const known: Known = this.types.get(type) ?? { fields: new Map(), keys: new Set(), stated: new Set() };
    this.types.set(type, known);
    return known;
  }
}

const isRoot = (type: string) => ['Query', 'Mutation', 'Subscription'].includes(type);
