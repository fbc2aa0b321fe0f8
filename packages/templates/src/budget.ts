import { limits, tookTooLong } from './limits';
import { TemplateError } from './template-error';

interface CpuUsage {
  /** Microseconds. */
  readonly user: number;
  readonly system: number;
}
/** What bundlers put in its place in a page may have no `cpuUsage`. */
const node = (globalThis as { process?: { cpuUsage?(since?: CpuUsage): CpuUsage } }).process;

/** Characters, or items of a list, that can be looked through in a step. */
const perStep = 16;
/** What an item of a list takes, in characters. */
const perItem = 4;
/** Steps between two looks at the clock. */
const looksEvery = 256;

/** What one render may still use. Every method throws a `TemplateError` of kind `limit` when it is used up. */
export class Budget {
  private steps = 0;
  private built = 0;
  private nextLook = looksEvery;
  private depth = 0;
  private begun: { readonly at: number; readonly cpu: CpuUsage | undefined } | undefined;

  /** @param size of what is looked through: characters or items; the work is taken to grow with it */
  spend(size = 0): void {
    this.steps += size < perStep ? 1 : 1 + size / perStep;
    if (this.steps > limits.steps)
      throw new TemplateError('limit', `The template takes more than ${limits.steps} steps.`);
    if (this.steps < this.nextLook) return;
    this.nextLook = this.steps + looksEvery;
    // Short renders never look, and need not pay for knowing when they began.
    this.begun ??= { at: performance.now(), cpu: node?.cpuUsage?.() };
    if (performance.now() - this.begun.at <= limits.time) return;
    // By the clock and of the process: neither a machine that is busy with others nor a process with other threads makes
    // a template fail. A web page has the clock alone.
    const { user, system } = node?.cpuUsage?.(this.begun.cpu) ?? { user: Number.POSITIVE_INFINITY, system: 0 };
    if (user + system > limits.time * 1000) throw new TemplateError('limit', tookTooLong);
  }

  /** Before a text or list of this size is made; what was made stays counted, whether it is still held or not. */
  build(size: number): void {
    if (!(size <= limits.built - this.built))
      throw new TemplateError('limit', `The template makes texts and lists of more than ${limits.built} characters.`);
    this.built += size;
    this.spend(size);
  }

  /** Before a list of so many items is made. */
  buildItems(count: number): void {
    this.build(count * perItem);
  }

  /** Runs what may call itself: a macro, a recursive loop, an included template. */
  deeper<Result>(work: () => Result): Result {
    this.depth += 1;
    if (this.depth > limits.depth)
      throw new TemplateError('limit', `The template calls itself more than ${limits.depth} deep.`);
    const result = work();
    this.depth -= 1;
    return result;
  }
}
