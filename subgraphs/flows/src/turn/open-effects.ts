/** The effects of a turn that are begun and not recorded as done, as their ledger names them, in order. */
export class OpenEffects {
  private readonly names: string[] = [];

  begun(name: string): void {
    this.names.push(name);
  }

  /** It is done, and so is what was begun within it. */
  done(name: string): void {
    const index = this.names.lastIndexOf(name);
    if (index >= 0) this.names.length = index;
  }

  /** The one that was begun last. */
  get innermost(): string | undefined {
    return this.names.at(-1);
  }
}
