/** How long a server that failed is left alone before it is looked at again; milliseconds. */
const restMs = 2_000;
/** Servers that are remembered as failing. */
const mostFailing = 1_000;

/**
 * Which of several servers of one model is asked next: each in turn, without those that failed. One that failed is left
 * out for a while; then `ping` says whether it is back. Where all have failed they are asked all the same.
 */
export class Replicas {
  private readonly failing = new Map<string, { until: number; looking: boolean }>();
  private turn = 0;

  constructor(
    private readonly ping: (url: string) => Promise<boolean>,
    private readonly clock: () => number,
  ) {}

  /** @param without those that this request has been refused by already */
  next(urls: readonly string[], without: ReadonlySet<string>): string {
    if (urls.length === 1) return urls[0]!;
    for (const url of urls) this.lookAgain(url);
    const untried = urls.filter((url) => !without.has(url));
    const well = untried.filter((url) => !this.failing.has(url));
    const [choice] = [well, untried, urls].filter((some) => some.length > 0);
    this.turn = (this.turn + 1) % Number.MAX_SAFE_INTEGER;
    return choice![this.turn % choice!.length]!;
  }

  failed(url: string): void {
    if (this.failing.size >= mostFailing) this.failing.clear();
    this.failing.set(url, { until: this.clock() + restMs, looking: false });
  }

  answered(url: string): void {
    this.failing.delete(url);
  }

  private lookAgain(url: string): void {
    const state = this.failing.get(url);
    if (!state || state.looking || this.clock() < state.until) return;
    state.looking = true;
    void this.ping(url).then((isWell) => (isWell ? this.answered(url) : this.failed(url)));
  }
}
