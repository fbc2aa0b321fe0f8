/** The effects of a turn that are begun and have not ended, as their ledger names them, in order. */
export class OpenEffects {
  private readonly names: string[] = [];

  /** Also when it is tried again: what of it was open is over. */
  begun(name: string): void {
    this.ended(name);
    this.names.push(name);
  }

  /** It is done or has failed, and so is what was begun within it. */
  ended(name: string): void {
    const index = this.names.indexOf(name);
    if (index >= 0) this.names.length = index;
  }

  /** The one that was begun last. */
  get innermost(): string | undefined {
    return this.names.at(-1);
  }
}
