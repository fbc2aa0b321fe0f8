import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  GraphQLIncludeDirective,
  type GraphQLOutputType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getDirectiveValues,
  getNamedType,
  type InlineFragmentNode,
  isAbstractType,
  isUnionType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** What an operation's selections are read by. */
export interface SelectionContext {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Values of the variables that `@skip` and `@include` name. */
  readonly conditions: Readonly<Record<string, unknown>>;
}

/** Selections, and the type whose fields they name. */
export interface Selection {
  readonly set: SelectionSetNode;
  readonly parent: GraphQLCompositeType;
}

/** A field of the answer: all that the client selected under one name. */
export interface SelectedField {
  readonly key: string;
  readonly name: string;
  readonly nodes: FieldNode[];
  /** Where it was selected first. */
  readonly parent: GraphQLCompositeType;
  /** As `parent` declares it; nothing for `__typename`, `__schema` and `__type`. */
  readonly type?: GraphQLOutputType;
  /** What is selected below it. */
  readonly selections: Selection[];
}

/** The fields that an object of a type answers, in order (GraphQL, September 2025, §6.3.2, CollectFields). */
export function collectFields(
  context: SelectionContext,
  type: GraphQLCompositeType,
  selections: readonly Selection[],
): SelectedField[] {
  const fields = new Map<string, SelectedField>();
  const spread = new Set<string>();

  function collect({ set, parent }: Selection): void {
    for (const node of set.selections) {
      if (!isIncluded(node, context)) continue;
      if (node.kind === Kind.FIELD) addField(fields, node, parent);
      else if (node.kind === Kind.INLINE_FRAGMENT) collectFragment(node, parent);
      else if (!spread.has(node.name.value)) {
        spread.add(node.name.value);
        collectFragment(context.fragments.get(node.name.value)!, parent);
      }
    }
  }

  function collectFragment(fragment: FragmentDefinitionNode | InlineFragmentNode, parent: GraphQLCompositeType): void {
    const { typeCondition, selectionSet: set } = fragment;
    const named = typeCondition && (context.schema.getType(typeCondition.name.value) as GraphQLCompositeType);
    if (!named || includes(context.schema, named, type)) collect({ set, parent: named ?? parent });
  }

  selections.forEach(collect);
  return [...fields.values()];
}

function addField(fields: Map<string, SelectedField>, node: FieldNode, parent: GraphQLCompositeType): void {
  const name = node.name.value;
  const key = node.alias?.value ?? name;
  const type = isUnionType(parent) ? undefined : parent.getFields()[name]?.type;
  const field: SelectedField = fields.get(key) ?? { key, name, nodes: [], parent, type, selections: [] };
  fields.set(key, field);
  field.nodes.push(node);
  if (type && node.selectionSet)
    field.selections.push({ set: node.selectionSet, parent: getNamedType(type) as GraphQLCompositeType });
}

const includes = (schema: GraphQLSchema, condition: GraphQLCompositeType, type: GraphQLCompositeType): boolean =>
  condition === type || (isAbstractType(condition) && !isUnionType(type) && schema.isSubType(condition, type));

/** Throws when a condition is null. */
function isIncluded(node: SelectionNode, { conditions }: SelectionContext): boolean {
  if (!node.directives?.length) return true;
  return (
    getDirectiveValues(GraphQLSkipDirective, node, conditions)?.if !== true &&
    getDirectiveValues(GraphQLIncludeDirective, node, conditions)?.if !== false
  );
}
