/** What the product answers and pushes. */
export interface PushedUpdate {
  /** Opaque; what changes after it is asked for with it. */
  readonly version: string;
  /** The product's database is away: this is what the product knew last. */
  readonly stale: boolean;
}

/** What is known, as of the last update. */
export interface Known<Update extends PushedUpdate> {
  /** Undefined before the first update. */
  readonly version: string | undefined;
  /** Answers the names of what is not as it was. */
  apply(update: Update): string[];
}
