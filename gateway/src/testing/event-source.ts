/** A source of events that a test feeds; every opening of it gets what is emitted from then on. */
export class EventSource<Event> {
  readonly openings: Opening<Event>[] = [];

  open(signal?: AbortSignal): AsyncIterableIterator<Event> {
    const opening = new Opening<Event>(signal);
    this.openings.push(opening);
    return opening;
  }

  emit(event: Event): void {
    for (const opening of this.openings) opening.put({ event });
  }

  fail(error: Error): void {
    for (const opening of this.openings) opening.put({ error });
  }

  finish(): void {
    for (const opening of this.openings) opening.put({});
  }
}

type Entry<Event> = { event?: Event; error?: Error };

export class Opening<Event> implements AsyncIterableIterator<Event> {
  /** How often it was pulled. */
  pulls = 0;
  returned = false;
  private readonly waiting: Entry<Event>[] = [];
  private wake?: () => void;

  constructor(readonly signal?: AbortSignal) {}

  put(entry: Entry<Event>): void {
    this.waiting.push(entry);
    this.wake?.();
  }

  async next(): Promise<IteratorResult<Event>> {
    this.pulls += 1;
    while (this.waiting.length === 0)
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    const { event, error } = this.waiting.shift()!;
    if (error) throw error;
    return event === undefined ? { done: true, value: undefined } : { done: false, value: event };
  }

  async return(): Promise<IteratorResult<Event>> {
    this.returned = true;
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
