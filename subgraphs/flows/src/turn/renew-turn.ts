import type { Sql } from '@trialogue/store';
import type { AcceptedTurn } from './accept';
import type { Renew } from './lease';

/** Renews a turn's lease, under its fence and on the database's clock. */
export const renewTurn =
  (sql: Sql, { conversation, number, fence }: AcceptedTurn, leaseMs: number): Renew =>
  async () => {
    const { rows } = await sql<{ cancelled: boolean }>(
      `update exp.conversations c set lease_until = clock_timestamp() + $4 * interval '1 ms'
       from exp.turns t
       where c.id = $1 and c.fence = $2 and c.lease_until is not null and t.conversation = c.id and t.number = $3
       returning t.cancel_requested as cancelled`,
      [conversation.id, fence, number, leaseMs],
    );
    return rows[0];
  };
