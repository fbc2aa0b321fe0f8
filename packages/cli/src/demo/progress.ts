interface Screen {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const width = 30;
/** Without a terminal: a line whenever another quarter is done. */
const lines = 4;

/** How far a number of like things has come: a bar on a terminal, and plain lines elsewhere. */
export class Progress {
  private done = 0;

  constructor(
    private readonly title: string,
    private readonly total: number,
    private readonly screen: Screen,
  ) {
    if (screen.isTTY) this.draw();
  }

  step(): void {
    this.done += 1;
    if (this.screen.isTTY) this.draw();
    else if (Math.floor((this.done * lines) / this.total) > Math.floor(((this.done - 1) * lines) / this.total))
      this.screen.write(`${this.title}: ${this.done} of ${this.total}\n`);
  }

  private draw(): void {
    const full = Math.round((this.done / this.total) * width);
    const bar = `${'█'.repeat(full)}${'░'.repeat(width - full)}`;
    const end = this.done === this.total ? '\n' : '';
    this.screen.write(`\r${this.title.padEnd(16)} ${bar} ${this.done}/${this.total}${end}`);
  }
}
