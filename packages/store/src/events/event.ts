import type { JsonObject } from '../json-object';

/** A fact about a unit, as its producer states it. */
export interface EventInput {
  readonly unit: string;
  /** The producer's own: the same id of the same unit counts once (within 48 h). */
  readonly id: string;
  readonly type: string;
  /** When it happened: ISO-8601 with an offset. */
  readonly at: string;
  /** Hash of the release that was executed. */
  readonly release?: string;
  readonly arm?: string;
  readonly data?: JsonObject;
}

/** An event as a consumer gets it. Times are ISO-8601 UTC. */
export interface StoredEvent {
  readonly unit: string;
  readonly id: string;
  readonly type: string;
  readonly at: string;
  readonly receivedAt: string;
  readonly release: string | null;
  readonly arm: string | null;
  readonly data: JsonObject;
}

const ownTypes = /^(exposure|execution_.*|conversation_.*|message_.*|flow_.*|user_dropped_off)$/;

/** Types of events that only the product itself writes, in the transaction of what they report: results rest on them. */
export const isOwnEventType = (type: string): boolean => ownTypes.test(type);
