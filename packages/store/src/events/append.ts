import { DomainError } from '@trialogue/errors';
import type { Sql } from '../sql';
import { checkEvent } from './check';
import type { EventInput } from './event';

/** What ids from outside begin with in the log: nothing that a client sends can take the place of the product's own facts. */
const clientPrefix = 'client:';

/** The id as its producer gave it. */
export const producerId = (id: string): string => (id.startsWith(clientPrefix) ? id.slice(clientPrefix.length) : id);

export interface Appended {
  readonly accepted: number;
  readonly duplicates: number;
}

/**
 * Appends what was not appended before, in one statement. It is sorted by (unit, id) before it locks anything: two
 * batches with the same ids in another order would deadlock. Of two with the same id in one batch the first counts.
 *
 * @throws DomainError EVENT_INVALID, and nothing is written
 */
export async function appendEvents(
  sql: Sql,
  events: readonly EventInput[],
  producer: 'product' | 'client',
): Promise<Appended> {
  if (events.length === 0) return { accepted: 0, duplicates: 0 };
  const { rows } = await sql<{ accepted: number }>('select exp.append_events($1) as accepted', [
    eventRows(events, producer),
  ]);
  const { accepted } = rows[0]!;
  return { accepted, duplicates: events.length - accepted };
}

/**
 * What `exp.append_events` takes.
 *
 * @throws DomainError EVENT_INVALID
 */
export const eventRows = (events: readonly EventInput[], producer: 'product' | 'client'): string =>
  JSON.stringify(events.map((event) => asRow(event, producer)));

function asRow(event: EventInput, producer: 'product' | 'client'): object {
  const taken = producer === 'product' && String(event?.id).startsWith(clientPrefix);
  const reason =
    checkEvent(event) ?? (taken ? `\`id\` begins with ${clientPrefix}, as ids from outside do` : undefined);
  if (reason) throw new DomainError('EVENT_INVALID', { id: String(event?.id), reason });
  const { type, at, release, arm, data } = event;
  const unit = event.unit.normalize();
  const id = producer === 'client' ? clientPrefix + event.id : event.id;
  // JavaScript takes a 31st of February, Postgres does not: what it made of the time is written.
  return { unit, id, type, at: new Date(at).toISOString(), release, arm, data };
}
