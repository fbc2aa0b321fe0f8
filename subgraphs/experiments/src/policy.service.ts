import { DomainError } from '@trialogue/errors';
import { type Connection, decodeCursor, isName, limitOf, type Tables, toConnection } from '@trialogue/subgraph';
import { MoreThan } from 'typeorm';
import { Policy } from './policy.entity';

export class PolicyService {
  constructor(private readonly tables: Tables) {}

  /** Policies in the order of their names. */
  async list(first: number, after?: string): Promise<Connection<Policy>> {
    const last = after === undefined ? undefined : decodeCursor(after);
    if (last !== undefined && !isName(last)) throw new DomainError('CURSOR_INVALID', { cursor: after! });
    const rows = await this.tables.manager.find(Policy, {
      where: last === undefined ? {} : { name: MoreThan(last) },
      order: { name: 'ASC' },
      take: limitOf(first),
    });
    return toConnection(rows, first, ({ name }) => name);
  }
}
