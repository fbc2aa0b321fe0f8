import type { Part } from '@trialogue/plugin-api';

/** The parts of one execution, on their way to whoever watches: in order, also when the strategy does not wait. */
export class PartsInOrder {
  private last: Promise<void> = Promise.resolve();
  private failed: { readonly error: unknown } | undefined;

  constructor(private readonly take: (part: Part) => Promise<void>) {}

  /** Resolves when this part is taken; one that fails holds back none of those after it. */
  emit(part: Part): Promise<void> {
    const taken = this.last.then(() => this.take(part));
    this.last = taken.catch((error) => {
      this.failed ??= { error };
    });
    return taken;
  }

  /** Waits for all parts that were emitted until now. Throws what the first of them failed with. */
  async taken(): Promise<void> {
    await this.last;
    if (this.failed) throw this.failed.error;
  }
}
