import { type DocumentNode, type FieldNode, Kind, type SelectionSetNode } from 'graphql';

/** What selections come to. `Place` is where they stand, like the type that they are selected of. */
export interface Fold<Place, Sum> {
  readonly nothing: Sum;
  add(one: Sum, other: Sum): Sum;
  /** What a field comes to, given what is selected below it. */
  field(node: FieldNode, place: Place, below: Sum): Sum;
  /** What a fragment comes to where it is written or spread, given its selections. */
  fragment(selections: Sum): Sum;
  /** Where the selections of a field stand. */
  inside(node: FieldNode, place: Place): Place;
  /** Where the selections of a fragment on a type stand; of a named fragment, wherever it is spread. */
  on(type: string): Place;
}

/**
 * Sums up selections through their fragments. A few nested fragments spread out to exponentially many fields, but each
 * is summed up once, so the work grows with the text alone.
 */
export function foldSelections<Place, Sum>(
  document: DocumentNode,
  fold: Fold<Place, Sum>,
): (set: SelectionSetNode, place: Place) => Sum {
  const fragments = new Map(
    document.definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
    ),
  );
  const known = new Map<string, Sum>();

  const sumOf = (set: SelectionSetNode, place: Place): Sum => {
    let sum = fold.nothing;
    for (const node of set.selections) {
      switch (node.kind) {
        case Kind.FIELD: {
          const below = node.selectionSet ? sumOf(node.selectionSet, fold.inside(node, place)) : fold.nothing;
          sum = fold.add(sum, fold.field(node, place, below));
          break;
        }
        case Kind.INLINE_FRAGMENT: {
          const { typeCondition, selectionSet } = node;
          const inside = typeCondition ? fold.on(typeCondition.name.value) : place;
          sum = fold.add(sum, fold.fragment(sumOf(selectionSet, inside)));
          break;
        }
        case Kind.FRAGMENT_SPREAD:
          sum = fold.add(sum, fold.fragment(spread(node.name.value)));
      }
    }
    return sum;
  };
  const spread = (name: string): Sum => {
    const node = fragments.get(name);
    if (!node) return fold.nothing;
    if (!known.has(name)) {
      known.set(name, fold.nothing); // a cycle, which validation refuses, ends here
      known.set(name, sumOf(node.selectionSet, fold.on(node.typeCondition.name.value)));
    }
    return known.get(name)!;
  };
  return sumOf;
}
