import type { Json } from '@trialogue/assignment';
import type { Graph } from '../graph/graph';
import { kindOf } from '../subject';
import { ownError, TrialogueError } from '../trialogue-error';
import { Outbox, type OutboxOptions } from './outbox';

export interface TrackedEvent {
  /** Chosen here: the product counts the same one once. */
  readonly id: string;
  readonly unit: string;
  readonly type: string;
  /** ISO-8601, UTC. */
  readonly at: string;
  readonly data?: { readonly [name: string]: Json };
}

const document = `mutation TrackEvents($events: [EventInput!]!) {
  trackEvents(events: $events) { rejected { index reason } }
}`;

/** Events on their way to the product. */
export function trackedEvents(
  graph: Graph,
  told: Pick<OutboxOptions<TrackedEvent>, 'dropped' | 'failed' | 'limits'>,
): Outbox<TrackedEvent> {
  return new Outbox({
    ...told,
    async send(events, signal, leaving) {
      const data = await graph.ask({ query: document, variables: { events } }, signal, leaving);
      return data.trackEvents.rejected.map(({ index, reason }: { index: number; reason: string }) => ({
        index,
        error: new TrialogueError({ code: 'EVENT_INVALID', message: reason }),
      }));
    },
  });
}

/** @throws TrialogueError BAD_USER_INPUT for data that are no JSON object */
export function trackedEvent(type: string, unit: string, data: TrackedEvent['data'], at: Date): TrackedEvent {
  if (typeof type !== 'string' || type === '')
    throw ownError('BAD_USER_INPUT', { problem: '`type` is the name of what happened.' });
  return { id: newId(), unit, type, at: at.toISOString(), ...(data !== undefined && { data: plain(data) }) };
}

/** As it is now, whatever becomes of the object until it is sent. */
function plain(data: unknown): TrackedEvent['data'] {
  if (kindOf(data) !== 'object')
    throw ownError('BAD_USER_INPUT', { problem: `\`data\` is ${kindOf(data)}, not an object.` });
  try {
    return JSON.parse(JSON.stringify(data));
  } catch (cause) {
    throw ownError('BAD_USER_INPUT', { problem: `\`data\` is no JSON: ${(cause as Error).message}.` }, { cause });
  }
}

/** 128 random bits. Not `randomUUID`, which pages have over TLS only. */
function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
