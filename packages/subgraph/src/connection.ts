import { DomainError } from '@trialogue/errors';
import { type ClassType, Directive, Field, ObjectType } from 'type-graphql';

@Directive('@shareable')
@ObjectType()
export class PageInfo {
  @Field(() => Boolean)
  hasNextPage: boolean;

  @Field(() => String, { nullable: true })
  endCursor: string | null;
}

export interface Edge<Node> {
  readonly node: Node;
  readonly cursor: string;
}

export interface Connection<Node> {
  readonly edges: readonly Edge<Node>[];
  readonly pageInfo: PageInfo;
}

/** The GraphQL types `NameConnection` and `NameEdge` of a node class; declare the result as the field's type. */
export function connectionType<Node extends object>(name: string, node: ClassType<Node>): ClassType<Connection<Node>> {
  @ObjectType(`${name}Edge`)
  class NodeEdge {
    @Field(() => node)
    node: Node;

    @Field(() => String)
    cursor: string;
  }

  @ObjectType(`${name}Connection`)
  class NodeConnection {
    @Field(() => [NodeEdge])
    edges: NodeEdge[];

    @Field(() => PageInfo)
    pageInfo: PageInfo;
  }
  return NodeConnection;
}

const largestPage = 200;

/**
 * Cuts one page out of rows that were read in the order of `keyOf`, from behind `after`, with `limitOf(first)` as the
 * limit: one row more than asked for tells whether there is a next page.
 */
export function toConnection<Node>(
  rows: readonly Node[],
  first: number,
  keyOf: (node: Node) => string,
): Connection<Node> {
  const edges = rows.slice(0, first).map((node) => ({ node, cursor: encodeCursor(keyOf(node)) }));
  return { edges, pageInfo: { hasNextPage: rows.length > first, endCursor: edges.at(-1)?.cursor ?? null } };
}

/** How many rows to read for a page of `first`. */
export function limitOf(first: number): number {
  if (!Number.isInteger(first) || first < 1 || first > largestPage)
    throw new DomainError('BAD_USER_INPUT', { problem: `\`first\` is ${first}; it goes from 1 to ${largestPage}.` });
  return first + 1;
}

export const encodeCursor = (key: string): string => Buffer.from(key, 'utf8').toString('base64url');

/** The key that `encodeCursor` was given. */
export function decodeCursor(cursor: string): string {
  const key = Buffer.from(cursor, 'base64url').toString('utf8');
  if (encodeCursor(key) !== cursor) throw new DomainError('CURSOR_INVALID', { cursor });
  return key;
}
