/** @throws Error for a name that the table does not have, such as one that only a later version knows. */
export function named<Value>(table: { readonly [name: string]: Value }, name: string): Value {
  if (!Object.hasOwn(table, name)) throw new Error(`${name} is unknown`);
  return table[name]!;
}
