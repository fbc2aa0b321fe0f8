import {
  type DocumentNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isInterfaceType,
  isIntrospectionType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type ValueNode,
  valueFromASTUntyped,
} from 'graphql';
import { type Amount, amount, evaluate, nothing, plus, times, type Values } from './amount';
import { type Fold, foldSelections } from './fold-selections';

/** The cost of an operation with the variables of a request. */
export type CostOf = (variables: Values) => number;

/** Entries that a list without a page size is taken to have. */
const usualSize = amount(10);

/**
 * The cost of selections. Those of a connection stand under a page size that belongs to the list in it (`edges`): what
 * is multiplied by it is kept apart, so that a fragment is added up once for all sizes.
 */
interface Cost {
  readonly fixed: Amount;
  readonly perEntry: Amount;
}

type Field = GraphQLField<unknown, unknown>;
type Type = GraphQLNamedType | undefined;

/**
 * An upper bound, before anything is executed, of the fields that an operation may answer: each counts once, times the
 * sizes of the lists around it. A list's size is its argument `first` or `last` (also by the schema's default), or that
 * of the field above, as a connection's `first` is that of `edges`; without either it is 10. `@skip` and `@include` are
 * taken to let everything through. Introspection counts its fields once: graphql-js bounds its lists itself.
 */
export function costOf(schema: GraphQLSchema, document: DocumentNode, definition: OperationDefinitionNode): CostOf {
  const root = schema.getRootType(definition.operation) ?? undefined;
  const { fixed, perEntry } = foldSelections(document, costsIn(schema))(definition.selectionSet, root);
  const total = plus(fixed, times(perEntry, usualSize));
  if (total.open.length === 0) return () => total.known;
  const defaults = defaultsOf(definition);
  return (variables) => evaluate(total, { ...defaults, ...variables });
}

function costsIn(schema: GraphQLSchema): Fold<Type, Cost> {
  return {
    nothing: { fixed: nothing, perEntry: nothing },
    add: (one, other) => ({
      fixed: plus(one.fixed, other.fixed),
      perEntry: plus(one.perEntry, other.perEntry),
    }),
    field(node, type, below) {
      const field = fieldOf(node, type);
      const size = field && pageSize(node, field);
      const listed = isList(field) && !isIntrospectionType(type!);
      const each = plus(below.fixed, times(below.perEntry, (!listed && size) || usualSize));
      if (!listed) return { fixed: plus(one, each), perEntry: nothing };
      return size ? { fixed: plus(one, times(each, size)), perEntry: nothing } : { fixed: one, perEntry: each };
    },
    fragment: (cost) => cost,
    inside: (node, type) => getNamedType(fieldOf(node, type)?.type) ?? introspected(schema, node),
    on: (name) => schema.getType(name),
  };
}

const one = amount(1);

const fieldOf = ({ name }: FieldNode, type: Type): Field | undefined =>
  isObjectType(type) || isInterfaceType(type) ? type.getFields()[name.value] : undefined;

const isList = (field: Field | undefined): boolean => isListType(field && getNullableType(field.type));

/** The types behind `__schema` and `__type`, which are no fields of the root's. */
function introspected(schema: GraphQLSchema, { name }: FieldNode): Type {
  if (name.value === '__schema') return schema.getType('__Schema');
  return name.value === '__type' ? schema.getType('__Type') : undefined;
}

/** What `first` or `last` says, whichever is given; else what the schema says of them. */
function pageSize({ arguments: given = [] }: FieldNode, { args }: Field): Amount | undefined {
  const declared = args.filter(({ name }) => name === 'first' || name === 'last');
  const usual = declared.map(({ defaultValue }) => sizeFrom(defaultValue)).find((size) => size !== undefined);
  const argument = given.find(
    ({ name, value }) => declared.some((one) => one.name === name.value) && value.kind !== Kind.NULL,
  );
  if (argument) return sizeIn(argument.value, usual);
  return usual === undefined ? undefined : amount(usual);
}

function sizeIn(value: ValueNode, usual = usualSize.known): Amount {
  if (value.kind !== Kind.VARIABLE) return amount(sizeFrom(valueFromASTUntyped(value)) ?? usual);
  const name = value.name.value;
  return { known: 0, open: [(values) => sizeFrom(values[name]) ?? usual] };
}

/** What is no number, or below 0, is refused where it is read. */
const sizeFrom = (value: unknown): number | undefined => (typeof value === 'number' && value >= 0 ? value : undefined);

function defaultsOf({ variableDefinitions = [] }: OperationDefinitionNode): Values {
  const withDefault = variableDefinitions.filter(({ defaultValue }) => defaultValue);
  return Object.fromEntries(
    withDefault.map(({ variable, defaultValue }) => [variable.name.value, valueFromASTUntyped(defaultValue!)]),
  );
}
