import { DomainError } from '@trialogue/errors';
import { type EventInput, isOwnEventType, producerId, type Store, unitForms } from '@trialogue/store';
import { decodeCursor, limitOf } from '@trialogue/subgraph';
import type { LoggedEvent, RejectedEvent, TrackedEvent, TrackedEvents } from './event';
import { type PromptRating, ratingType, readRating } from './performance/prompt-rating';

const largestBatch = 500;

export interface EventPage {
  readonly unit?: string | null;
  readonly type?: string | null;
  readonly first: number;
  readonly after?: string | null;
}

/** The event log as outsiders write and read it. */
export class EventService {
  constructor(private readonly store: Pick<Store, 'events' | 'releases' | 'sql'>) {}

  /** Takes each event or says why not; what is counted as accepted has been committed. */
  async track(events: readonly TrackedEvent[]): Promise<TrackedEvents> {
    if (events.length > largestBatch)
      throw new DomainError('BAD_USER_INPUT', {
        problem: `\`events\` has ${events.length} entries; up to ${largestBatch} are taken at once.`,
      });
    await this.#hearOfRated(events);
    const taken: EventInput[] = [];
    const rejected: RejectedEvent[] = [];
    for (const [index, { at, ...rest }] of events.entries()) {
      const event = { ...rest, at: at.toISOString() };
      const reason = this.#refused(event);
      if (reason) rejected.push({ index, id: event.id, reason });
      else taken.push(event as EventInput);
    }
    const { accepted, duplicates } = await this.store.events.track(this.store.sql, taken);
    return { accepted, duplicates, rejected };
  }

  #refused(event: Omit<TrackedEvent, 'at'> & { readonly at: string }): string | undefined {
    if (isOwnEventType(event.type)) return `\`type\` ${event.type} is written by the product itself`;
    const refused = this.store.events.check(event);
    if (refused || event.type !== ratingType) return refused;
    const rating = readRating((event as EventInput).data ?? {});
    if ('problem' in rating) return rating.problem;
    return this.#isKnown(rating) ? undefined : `there is no prompt version ${rating.promptVersion}`;
  }

  /** A version that is rated may be one that another process has published just now. */
  async #hearOfRated(events: readonly TrackedEvent[]): Promise<void> {
    const isUnheardOf = ({ type, data }: TrackedEvent): boolean => {
      if (type !== ratingType) return false;
      const rating = readRating((data ?? {}) as NonNullable<EventInput['data']>);
      return !('problem' in rating) && !this.#isKnown(rating);
    };
    if (events.some(isUnheardOf)) await this.store.releases.refresh();
  }

  #isKnown({ promptVersion }: PromptRating): boolean {
    return this.store.releases.head('prompt_version', promptVersion) !== undefined;
  }

  /** One row more than a page, newest first: in the reverse of the order in which consumers read the log. */
  async page({ unit, type, first, after }: EventPage): Promise<LoggedEvent[]> {
    for (const [name, value] of Object.entries({ unit, type }))
      if (value?.includes('\0')) throw new DomainError('BAD_USER_INPUT', { problem: `\`${name}\` has a \\u0000.` });
    const [xid, seq] = after ? parsePlace(after) : [null, null];
    const { rows } = await this.store.sql<LoggedEvent>(
      `select unit, id, type, at, received_at as "receivedAt", release, arm, data, xid || '.' || seq as place
       from exp.events
       where ($1::text[] is null or unit = any($1)) and ($2::text is null or type = $2)
         and ($3::xid8 is null or (xid, seq) < ($3::xid8, $4::bigint))
       order by xid desc, seq desc limit $5`,
      [unit == null ? null : unitForms(unit), type ?? null, xid, seq, limitOf(first)],
    );
    return rows.map((row) => ({ ...row, id: producerId(row.id) }));
  }
}

/** Both numbers stay text: they do not fit a JavaScript number. */
function parsePlace(cursor: string): [xid: string, seq: string] {
  const [, xid, seq] = /^(\d{1,19})\.(\d{1,18})$/.exec(decodeCursor(cursor)) ?? [];
  if (!xid || !seq) throw new DomainError('CURSOR_INVALID', { cursor });
  return [xid, seq];
}
