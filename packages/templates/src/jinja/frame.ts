import type { Run } from './run';
import type { Value } from './value';

/** Names and their values in one scope of a template, over those of the scope around it. */
export class Frame {
  private readonly values = new Map<string, Value>();

  constructor(
    readonly run: Run,
    private readonly around?: Frame,
    private readonly isTemplate = false,
  ) {}

  /** The scope of the whole template. */
  get outermost(): Frame {
    return this.isTemplate || !this.around ? this : this.around.outermost;
  }

  get(name: string): Value | undefined {
    for (let frame: Frame | undefined = this; frame; frame = frame.around) {
      const value = frame.values.get(name);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  set(name: string, value: Value): void {
    this.values.set(name, value);
  }
}
