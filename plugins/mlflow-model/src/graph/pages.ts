import type { Page, Search } from '@trialogue/mlflow';
import { PluginError } from '@trialogue/plugin-api';
import { refusals } from '../promotion/refusals';

export interface Connection<Node> {
  readonly edges: readonly { readonly node: Node; readonly cursor: string }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** Where a page begins: behind so many of those that MLflow answers for its token. */
interface Place {
  readonly token?: string;
  readonly skip: number;
}

const largestPage = 200;

/** How many are asked for. Throws BAD_USER_INPUT. */
export function checkFirst(first: number): number {
  if (Number.isInteger(first) && first >= 1 && first <= largestPage) return first;
  throw refusals.badInput(`\`first\` is ${first}; it goes from 1 to ${largestPage}.`);
}

export const cursorInvalid = (cursor: string) =>
  new PluginError('CURSOR_INVALID', `${JSON.stringify(cursor.slice(0, 100))} is no cursor of this list.`);

/**
 * A page of a list that MLflow pages by tokens of its own. A cursor is a token and how far to go from it; behind the last of
 * a page it is the next token, so that whoever reads on page by page asks once for each.
 */
export async function pageOf<Node>(
  search: (search: Search) => Promise<Page<Node>>,
  first: number,
  after?: string | null,
): Promise<Connection<Node>> {
  checkFirst(first);
  const { token, skip } = after == null ? { skip: 0 } : placeIn(after);
  const skipped = skip > 0 ? await search({ first: skip, after: token }) : { items: [], next: token };
  if (skip > 0 && skipped.next === undefined) return { edges: [], pageInfo: { hasNextPage: false, endCursor: null } };
  const from = skipped.next;
  const { items, next } = await search({ first, ...(from !== undefined && { after: from }) });
  const cursorBehind = (at: number) =>
    encode(at === items.length - 1 && next ? { token: next, skip: 0 } : { token: from, skip: at + 1 });
  const edges = items.map((node, at) => ({ node, cursor: cursorBehind(at) }));
  return { edges, pageInfo: { hasNextPage: next !== undefined, endCursor: edges.at(-1)?.cursor ?? null } };
}

const encode = (place: Place): string => Buffer.from(JSON.stringify(place)).toString('base64url');

function placeIn(cursor: string): Place {
  try {
    const { token, skip } = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const isPlace = (token === undefined || typeof token === 'string') && Number.isInteger(skip) && skip >= 0;
    if (isPlace && skip <= largestPage) return { token, skip };
  } catch {
    // Said below.
  }
  throw cursorInvalid(cursor);
}
