import {
  type GraphQLCompositeType,
  GraphQLError,
  type GraphQLLeafType,
  type GraphQLOutputType,
  isCompositeType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { collectFields, type SelectedField, type Selection, type SelectionContext } from './collect-fields';

export type Data = Record<string, unknown>;

/** What the shaping of one answer gathers and asks. */
export interface Shaping {
  /** Where it is. */
  readonly path: (string | number)[];
  readonly errors: GraphQLError[];
  /** Answers `__schema` and `__type`. */
  introspect(field: SelectedField): unknown;
}

/** In the place of a value that cannot be, with an error that says why; as far up as no null is allowed. */
export const failed = Symbol('failed');

/** Answers null for nothing. Throws when a value is not even of the right kind. */
type Shape = (value: any, shaping: Shaping) => unknown;

interface ShapedField {
  readonly key: string;
  readonly shape: Shape;
  readonly nullable: boolean;
  /** Whether any object inherits something of this name. */
  readonly inherited: boolean;
}

/**
 * Shapes objects by what is selected of them (GraphQL, September 2025, §6.4). Compiled once for each type that an object
 * says it has, when the first of them comes.
 */
export class ObjectShaper {
  private readonly byTypename = new Map<string, ObjectShaper>();
  private fields?: readonly ShapedField[];

  constructor(
    private readonly context: SelectionContext,
    private readonly type: GraphQLCompositeType,
    private readonly selections: readonly Selection[],
  ) {}

  /** Shapes an object of the type that it says it has, or of this one. */
  shape(value: Data, shaping: Shaping): Data | typeof failed {
    const { __typename: name } = value;
    if (!name || name === this.type.name) return this.shapeAsThis(value, shaping);
    const shaper = this.byTypename.get(name as string) ?? this.compileFor(name);
    if (shaper) return shaper.shapeAsThis(value, shaping);
    return fail(`There is no type ${name} for what should be of ${this.type}.`, shaping);
  }

  private compileFor(name: unknown): ObjectShaper | undefined {
    if (typeof name !== 'string') throw new Error(`A subgraph answered ${typeof name} for __typename.`);
    const type = this.context.schema.getType(name);
    if (!isCompositeType(type)) return undefined;
    const shaper = new ObjectShaper(this.context, type, this.selections);
    this.byTypename.set(name, shaper);
    return shaper;
  }

  /** Shapes an object of this type, whatever it says. */
  shapeAsThis(value: Data, shaping: Shaping): Data | typeof failed {
    this.fields ??= collectFields(this.context, this.type, this.selections).map((field) => this.compile(field));
    const { path } = shaping;
    const shaped = new Shaped();
    for (const { key, shape, nullable, inherited } of this.fields) {
      path.push(key);
      const result = shape(inherited && !Object.hasOwn(value, key) ? null : value[key], shaping);
      path.pop();
      if (result !== failed) shaped[key] = result;
      else if (nullable) shaped[key] = null;
      else return failed;
    }
    return shaped;
  }

  private compile(field: SelectedField): ShapedField {
    const { key, type } = field;
    const inherited = key in Object.prototype;
    if (type) return { key, inherited, nullable: !isNonNullType(type), shape: this.shapeOf(type, field) };
    if (field.name !== '__typename')
      return { key, inherited, nullable: true, shape: (_value, shaping) => shaping.introspect(field) };
    const own = isObjectType(this.type) ? this.type.name : failed;
    return { key, inherited, nullable: false, shape: () => own };
  }

  private shapeOf(type: GraphQLOutputType, field: SelectedField): Shape {
    const place = `${field.parent}.${field.name}`;
    if (isNonNullType(type)) return required(this.shapeOf(type.ofType, field), place);
    if (isListType(type)) return list(this.shapeOf(type.ofType, field), !isNonNullType(type.ofType), place);
    if (isLeafType(type)) return leaf(type, place);
    const shaper = new ObjectShaper(this.context, type, field.selections);
    return (value, shaping) => {
      if (value === null || value === undefined) return null;
      if (typeof value !== 'object') throw new Error(`A subgraph answered no object for ${place}.`);
      return shaper.shape(value, shaping);
    };
  }
}

/** An object that inherits nothing, as `Object.create(null)` makes one, in the form that is fast to fill and to write. */
const Shaped = function Shaped() {} as unknown as new () => Data;
Shaped.prototype = Object.create(null);

function required(shape: Shape, place: string): Shape {
  return (value, shaping) =>
    shape(value, shaping) ?? fail(`Cannot return null for non-nullable field ${place}.`, shaping);
}

function list(shape: Shape, nullable: boolean, place: string): Shape {
  return (values, shaping) => {
    if (values === null || values === undefined) return null;
    if (!Array.isArray(values)) throw new Error(`A subgraph answered no list for ${place}.`);
    const { path } = shaping;
    let whole = true;
    const shaped = values.map((value, index) => {
      path.push(index);
      const result = shape(value, shaping);
      path.pop();
      if (result !== failed) return result;
      if (!nullable) whole = false;
      return null;
    });
    return whole ? shaped : failed;
  };
}

/** Subgraphs have serialized their values; what the graph's own type does not know, like a hidden enum value, is kept back. */
function leaf(type: GraphQLLeafType, place: string): Shape {
  const isValid = validity(type);
  return (value, shaping) => {
    if (value === null || value === undefined) return null;
    return isValid(value) ? value : fail(`A subgraph answered what is no ${type} for ${place}.`, shaping);
  };
}

function validity(type: GraphQLLeafType): (value: unknown) => boolean {
  if (isEnumType(type)) return (value) => typeof value === 'string' && type.getValue(value) !== undefined;
  switch (type.name) {
    case 'Boolean':
      return (value) => typeof value === 'boolean';
    case 'Float':
      return Number.isFinite;
    case 'Int':
      return Number.isInteger;
    case 'String':
      return (value) => typeof value === 'string';
    case 'ID':
      return (value) => typeof value === 'string' || Number.isInteger(value);
    default:
      return () => true;
  }
}

function fail(message: string, { errors, path }: Shaping): typeof failed {
  errors.push(new GraphQLError(message, { path: [...path] }));
  return failed;
}
