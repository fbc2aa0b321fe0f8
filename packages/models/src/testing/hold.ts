/**
 * Holds an answer in its middle for as long as the test that scripted it wants: to be under way is then a state, and no
 * matter of pace. The client leaving, or the server closing, ends a held answer like any other.
 */
export class Hold {
  private readonly releasing = new AbortController();
  /** Aborted when the answer may go on. */
  readonly released = this.releasing.signal;

  /** @param after So many tokens are sent first: all of them when the answer has fewer, and only its end is held then. */
  constructor(readonly after: number) {}

  /** Lets the answer go on, for good; also one that has not got there yet. */
  release(): void {
    this.releasing.abort();
  }
}
