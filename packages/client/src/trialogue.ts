import type { Json } from '@trialogue/assignment';
import type { LocalAssignment } from './assigning';
import type { ExperimentDefinition } from './definitions/definition';
import type { EarlierExposures, Subject } from './subject';
import type { TrialogueError } from './trialogue-error';

/** Experiment → type of its variants’ values. */
export type FlagTypes = { readonly [experiment: string]: Json };

/** Where the definitions are from that assignments are made by. */
export type Source =
  /** Nothing is known yet. */
  | 'none'
  /** What the product says. */
  | 'product'
  /** What was known last: the product, or its database, is away. */
  | 'kept';

export interface Dropped {
  readonly what: 'exposures' | 'events';
  readonly count: number;
  readonly error: TrialogueError;
}

export interface TrialogueEvents {
  /** Keys of the experiments that are no longer what they were. */
  readonly changed: readonly string[];
  readonly source: Source;
  /** Something will never be recorded. */
  readonly dropped: Dropped;
  /** Something did not work; what can be tried again is. */
  readonly problem: TrialogueError;
}

/** What became of what was to be recorded, since the client was made. */
export interface SendingCounts {
  readonly waiting: number;
  /** The product has it. */
  readonly recorded: number;
  readonly dropped: number;
}

export interface AssignmentRequest extends Omit<Subject, 'sticky'> {
  readonly experiment: string;
}

/** What became of one of many. */
export type Outcome =
  | { readonly assignment: LocalAssignment; readonly error?: undefined }
  | { readonly assignment?: undefined; readonly error: TrialogueError };

/** Assigns units and records what they met. */
export interface Trialogue<Flags extends object = FlagTypes> {
  readonly source: Source;

  /**
   * Resolves when definitions are there: the product's, or those that were kept if the product is not heard of in time.
   *
   * @throws TrialogueError when none are there within the time: what was wrong, or DEFINITIONS_UNKNOWN
   */
  ready(timeoutMs?: number): Promise<Source>;

  /**
   * What the unit gets, decided here and now, and its exposure put down to be recorded.
   *
   * @throws TrialogueError BAD_USER_INPUT, DEFINITIONS_UNKNOWN, EXPERIMENT_NOT_FOUND, EARLIER_EXPOSURE_UNKNOWN
   */
  assign<Key extends keyof Flags & string>(experiment: Key, subject: Subject): LocalAssignment<Flags[Key]>;

  /** As `assign`, but nothing is recorded. */
  assignment<Key extends keyof Flags & string>(experiment: Key, subject: Subject): LocalAssignment<Flags[Key]>;

  /**
   * Puts down the exposure of what `assignment` answered, at the moment the unit meets it: when it is seen, say. A unit
   * that gets nothing, or takes no part, has no exposure.
   */
  expose(given: LocalAssignment<any>): void;

  /**
   * What the unit was exposed to first, where that has a say in what it gets: to be given to `assign` as `sticky`. Asks
   * the product when there is such an experiment, and records nothing.
   *
   * @throws TrialogueError what the product refuses, STORE_UNAVAILABLE, or UNREACHABLE
   */
  earlierExposures(subject: Subject): Promise<EarlierExposures>;

  /**
   * As `assign` for each, in order. What depends on earlier exposures, which only the product knows, it is asked for in
   * one request; the rest is decided here.
   */
  assignMany(requests: readonly AssignmentRequest[]): Promise<Outcome[]>;

  /**
   * The value of the variant that the unit gets, and its exposure put down to be recorded. The given value when it gets
   * none, or one without a value; also, with a `problem`, when nothing can be assigned or the value is of another type.
   */
  value<Key extends keyof Flags & string>(experiment: Key, otherwise: Flags[Key], subject: Subject): Flags[Key];

  /** Puts down an event of a unit to be recorded, for metrics. Needs a key with the scope `track`. */
  track(type: string, event: { unit: string; data?: { readonly [name: string]: Json } }): void;

  /** What assignments are made by. */
  definitions(): readonly ExperimentDefinition[];

  /** Tells of what happens in the client, until the function that it answers is called. */
  on<Name extends keyof TrialogueEvents>(name: Name, listener: (event: TrialogueEvents[Name]) => void): () => void;

  readonly exposures: SendingCounts;
  readonly events: SendingCounts;

  /**
   * Resolves when all that was put down is recorded or dropped.
   *
   * @throws TrialogueError OUTBOX_UNSENT when some is not within the time; it goes on being sent
   */
  flush(timeoutMs?: number): Promise<void>;

  /** Sends what is left, drops what cannot be sent within the time, and ends. It assigns no more. */
  close(timeoutMs?: number): Promise<void>;
}
