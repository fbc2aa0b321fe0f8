/** What an operation may ask for at once, its fragments spread out. */
export interface OperationLimits {
  readonly characters: number;
  /** Of the whole document, as the parser counts them. */
  readonly tokens: number;
  readonly fields: number;
  /** Levels of fields. */
  readonly depth: number;
  /** Fields at the root. */
  readonly roots: number;
  readonly aliases: number;
  /** Fields that may be answered, lists multiplied out; see `operation-cost.ts`. */
  readonly cost: number;
}

/** A full introspection has about 300 fields, 15 deep, and 400 tokens. */
export const operationLimits: OperationLimits = {
  characters: 100_000,
  tokens: 10_000,
  fields: 2_000,
  depth: 25,
  roots: 50,
  aliases: 200,
  cost: 50_000,
};
