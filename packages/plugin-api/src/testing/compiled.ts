import { compileSchema, type Schema } from '../host';
import type { Json } from '../message';

const known = new WeakMap<object, Schema<any>>();

/** As `compileSchema`, once for a schema: a contract test reads with the same ones again and again. */
export function compiled<Value = Json>(schema: object): Schema<Value> {
  const schemaOf = known.get(schema) ?? compileSchema<Value>(schema);
  known.set(schema, schemaOf);
  return schemaOf;
}
