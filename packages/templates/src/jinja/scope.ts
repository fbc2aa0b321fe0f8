import type { JsonObject } from '@trialogue/plugin-api';

/** A name that a template binds itself. */
export interface Binding {
  /** Of its values, as far as it is known. */
  readonly schema?: JsonObject;
  /** Whether it is bound on each way that leads here. */
  readonly isCertain: boolean;
}

/** The names that are bound in one part of a template, over those of the part around it. */
export class Scope {
  private readonly bindings = new Map<string, Binding>();

  constructor(private readonly around?: Scope) {}

  get(name: string): Binding | undefined {
    for (let scope: Scope | undefined = this; scope; scope = scope.around) {
      const found = scope.bindings.get(name);
      if (found) return found;
    }
    return undefined;
  }

  bind(name: string, schema?: JsonObject): void {
    this.bindings.set(name, { isCertain: true, ...(schema && { schema }) });
  }

  /** Takes over what branches bind, of which exactly one is gone through. */
  join(branches: readonly Branch[]): void {
    const names = new Set(branches.flatMap(({ scope }) => [...scope.bindings.keys()]));
    for (const name of names) {
      const isCertain = branches.every(({ scope, known }) => scope.bindings.get(name)?.isCertain || known.has(name));
      this.bindings.set(name, { isCertain: isCertain || this.get(name)?.isCertain === true });
    }
  }
}

export interface Branch {
  readonly scope: Scope;
  /** Paths that lead to a value in it. */
  readonly known: ReadonlySet<string>;
}
