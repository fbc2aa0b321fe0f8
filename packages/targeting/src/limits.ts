/** What a targeting expression may hold; each is evaluated for every assignment. */
export const limits = {
  /** UTF-16 units. */
  source: 10_000,
  /** Nodes of its syntax tree. */
  nodes: 2_000,
  depth: 50,
  /** Items of a list that is written out. */
  items: 1_000,
  attributes: 200,
} as const;
