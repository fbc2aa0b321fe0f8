import { DomainError } from '@trialogue/errors';
import { type DocumentNode, GraphQLError, Kind } from 'graphql';
import { type Fold, foldSelections } from './fold-selections';
import { type OperationLimits, operationLimits } from './operation-limits';

/** What selections come to, their fragments spread out. */
interface Size {
  readonly fields: number;
  /** Fields of the first level. */
  readonly width: number;
  readonly depth: number;
  /** Levels of fields and of fragments. */
  readonly nesting: number;
  readonly aliases: number;
}

/** Adds up sizes, whatever the schema. */
export const sizes: Fold<undefined, Size> = {
  nothing: { fields: 0, width: 0, depth: 0, nesting: 0, aliases: 0 },
  add: (one, other) => ({
    fields: one.fields + other.fields,
    width: one.width + other.width,
    depth: Math.max(one.depth, other.depth),
    nesting: Math.max(one.nesting, other.nesting),
    aliases: one.aliases + other.aliases,
  }),
  field: ({ alias }, _place, below) => ({
    fields: below.fields + 1,
    width: 1,
    depth: below.depth + 1,
    nesting: below.nesting + 1,
    aliases: below.aliases + (alias ? 1 : 0),
  }),
  fragment: (size) => ({ ...size, nesting: size.nesting + 1 }),
  inside: () => undefined,
  on: () => undefined,
};

/** Fragments that may stand inside one another for each level of fields: planning goes into each. */
const fragmentsPerLevel = 10;

/** Beyond it a number says no more than that it is too large. */
export const largestFound = 1e9;

/**
 * Why a document is too large to be looked at any closer. Validating and planning cost as much as an operation has
 * fields once its fragments are spread; counting them does not.
 */
export function sizeProblem(
  document: DocumentNode,
  limits: OperationLimits = operationLimits,
): GraphQLError | undefined {
  const sizeOf = foldSelections(document, sizes);
  for (const node of document.definitions) {
    if (node.kind !== Kind.OPERATION_DEFINITION) continue;
    const { fields, depth, nesting, width, aliases } = sizeOf(node.selectionSet, undefined);
    const parts = [
      { part: 'fields', found: fields, most: limits.fields },
      { part: 'levels', found: depth, most: limits.depth },
      { part: 'levels with fragments', found: nesting, most: limits.depth * fragmentsPerLevel },
      { part: 'root fields', found: width, most: limits.roots },
      { part: 'aliases', found: aliases, most: limits.aliases },
    ];
    const tooLarge = parts.find(({ found, most }) => found > most);
    if (!tooLarge) continue;
    const { part, found, most } = tooLarge;
    const error = new DomainError('OPERATION_TOO_LARGE', { part, found: Math.min(found, largestFound), most });
    return new GraphQLError(error.message, { nodes: node, originalError: error });
  }
  return undefined;
}
