import { DomainError } from '@trialogue/errors';
import { type FindOptionsOrder, type FindOptionsWhere, MoreThan, type ObjectLiteral } from 'typeorm';
import { type Connection, decodeCursor, limitOf, toConnection } from './connection';
import { isName } from './input-problems';
import type { Tables } from './tables';

/**
 * A page of what has names, in their order. Throws CURSOR_INVALID and BAD_USER_INPUT.
 *
 * @param name the entity's member that holds the name
 * @param where what the rows must be like
 */
export async function pageByName<Row extends ObjectLiteral>(
  tables: Tables,
  entity: new () => Row,
  name: string & keyof Row,
  { first, after, where = {} }: { first: number; after?: string | null; where?: Partial<Row> },
): Promise<Connection<Row>> {
  const last = after == null ? undefined : decodeCursor(after);
  if (last !== undefined && !isName(last)) throw new DomainError('CURSOR_INVALID', { cursor: after! });
  const rows = await tables.manager.find<Row>(entity, {
    where: { ...where, ...(last !== undefined && { [name]: MoreThan(last) }) } as FindOptionsWhere<Row>,
    order: { [name]: 'ASC' } as FindOptionsOrder<Row>,
    take: limitOf(first),
  });
  return toConnection(rows, first, (row) => row[name]);
}
