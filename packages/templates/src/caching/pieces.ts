import type { Place } from '../template-error';

/** A place where what a prompt says first depends on a variable. */
export interface Use extends Place {
  readonly name: string;
  /** Of the message. */
  readonly index: number;
  /** Reference of the include that it is in. */
  readonly through: string | undefined;
  /** Characters ahead of it that are the same in every request. */
  readonly before: number;
}

/** Statements that are looked at, and each 20 characters of what is included, every time that it is. */
const most = 10_000;

/** What prompts consist of, in the order in which a model reads it: texts that never change, and uses of variables. */
export class Pieces {
  readonly uses: Use[] = [];
  /** Characters that are the same in every request. */
  fixed = 0;
  message = 0;
  private readonly seen = new Set<string>();
  private looked = 0;

  /** False once enough was looked at: the rest is left out. `characters` of a template that is to be read for it. */
  look(characters = 0): boolean {
    this.looked += 1 + characters / 20;
    return this.looked <= most;
  }

  text(text: string): void {
    this.fixed += text.length;
  }

  /** Only the first use of a variable counts. */
  use(names: Iterable<string>, place: Place, through: string | undefined): void {
    for (const name of names) {
      if (this.seen.has(name)) continue;
      this.seen.add(name);
      this.uses.push({ name, index: this.message, through, before: this.fixed, ...place });
    }
  }
}
