import { filters } from './filters/filters';
import { globals } from './globals';
import type { Arguments, Expression, FilterCall, Include, MacroBody, Statement, Target } from './nodes';
import { tests } from './tests';

/** A place where a template reads a variable: `user.address.city`. */
export interface NameUse {
  readonly path: readonly string[];
  readonly at: number;
}

/** A filter, test or function that a template asks for and that is not there. */
export interface Unknown {
  readonly kind: 'filter' | 'test' | 'function';
  readonly name: string;
  readonly at: number;
}

export interface JinjaNames {
  /** In the order in which they are written; names that the template binds itself are left out. */
  readonly uses: readonly NameUse[];
  readonly unknown: readonly Unknown[];
  readonly includes: readonly Include[];
}

/** The names in a Jinja template, without rendering it: every branch counts. */
export function namesOf(body: readonly Statement[]): JinjaNames {
  const reader = new NameReader();
  reader.body(body);
  return { uses: reader.uses, unknown: reader.unknown, includes: reader.includes };
}

class NameReader {
  readonly uses: NameUse[] = [];
  readonly unknown: Unknown[] = [];
  readonly includes: Include[] = [];
  private scopes: readonly Set<string>[] = [new Set(['self'])];

  body(statements: readonly Statement[]): void {
    for (const statement of statements) this.statement(statement);
  }

  /** In a scope of its own, with these names bound. */
  private inner(names: readonly string[], statements: readonly Statement[]): void {
    const outer = this.scopes;
    this.scopes = [...outer, new Set(names)];
    this.body(statements);
    this.scopes = outer;
  }

  private statement(node: Statement): void {
    switch (node.type) {
      case 'text':
        return;
      case 'output':
        this.expression(node.value);
        return;
      case 'if':
        for (const { test, body } of node.branches) {
          this.expression(test);
          this.body(body);
        }
        this.body(node.otherwise);
        return;
      case 'for':
        this.loop(node);
        return;
      case 'set':
        this.expression(node.value);
        this.bind(node.target);
        return;
      case 'capture':
        this.filter(node.filter);
        this.inner([], node.body);
        this.bind(node.target);
        return;
      case 'with':
        for (const [, value] of node.bindings) this.expression(value);
        this.inner(
          node.bindings.flatMap(([target]) => boundBy(target)),
          node.body,
        );
        return;
      case 'macro':
        this.scopes.at(-1)!.add(node.name!);
        this.macro(node);
        return;
      case 'callBlock':
        this.expression(node.call);
        this.macro(node.caller);
        return;
      case 'filterBlock':
        this.filter(node.filter);
        this.inner([], node.body);
        return;
      case 'block':
        this.inner([], node.body);
        return;
      case 'include':
        this.includes.push(node);
        return;
    }
  }

  private loop({ over, test, target, body, otherwise }: Statement & { type: 'for' }): void {
    this.expression(over);
    const outer = this.scopes;
    this.scopes = [...outer, new Set([...boundBy(target), 'loop'])];
    this.expression(test);
    this.body(body);
    this.scopes = outer;
    this.inner([], otherwise);
  }

  private macro({ parameters, body }: MacroBody): void {
    const outer = this.scopes;
    const bound = new Set(['caller', 'varargs', 'kwargs']);
    this.scopes = [...outer, bound];
    for (const { name, fallback } of parameters) {
      this.expression(fallback);
      bound.add(name);
    }
    this.body(body);
    this.scopes = outer;
  }

  private bind(target: Target): void {
    if (target.type === 'member') this.use([target.object], target.at);
    else for (const name of boundBy(target)) this.scopes.at(-1)!.add(name);
  }

  private isBound(name: string): boolean {
    return this.scopes.some((scope) => scope.has(name));
  }

  private use(path: readonly string[], at: number): void {
    if (!this.isBound(path[0]!) && !globals.has(path[0]!)) this.uses.push({ path, at });
  }

  private expression(node: Expression | undefined): void {
    switch (node?.type) {
      case 'name':
        this.use([node.name], node.at);
        return;
      case 'attribute':
        this.attribute(node);
        return;
      case 'item':
        this.expression(node.of);
        this.expression(node.key);
        return;
      case 'list':
      case 'tuple':
      case 'concat':
        this.all(node.items);
        return;
      case 'slice':
        this.all(node.parts);
        return;
      case 'dict':
        this.all(node.pairs.flat());
        return;
      case 'call':
        this.callee(node.callee);
        this.arguments(node);
        return;
      case 'filter':
        this.filter(node);
        return;
      case 'test':
        this.expression(node.of);
        if (!Object.hasOwn(tests, node.name)) this.unknown.push({ kind: 'test', name: node.name, at: node.at });
        this.arguments(node);
        return;
      case 'not':
      case 'negative':
      case 'positive':
        this.expression(node.of);
        return;
      case 'and':
      case 'or':
      case 'arithmetic':
        this.all([node.left, node.right]);
        return;
      case 'compare':
        this.all([node.first, ...node.rest.map(({ right }) => right)]);
        return;
      case 'condition':
        this.all([node.then, node.test, node.otherwise]);
        return;
    }
  }

  private all(nodes: readonly (Expression | undefined)[]): void {
    for (const node of nodes) this.expression(node);
  }

  /** A path as far as it is written with dots. */
  private attribute(node: Expression): void {
    const path: string[] = [];
    let root = node;
    while (root.type === 'attribute') {
      path.unshift(root.name);
      root = root.of;
    }
    if (root.type === 'name') this.use([root.name, ...path], root.at);
    else this.expression(root);
  }

  /** A method is no member of the variables, and a function has to be there. */
  private callee(node: Expression): void {
    if (node.type === 'attribute') {
      this.expression(node.of);
      return;
    }
    if (node.type !== 'name') {
      this.expression(node);
      return;
    }
    if (!this.isBound(node.name) && !globals.has(node.name))
      this.unknown.push({ kind: 'function', name: node.name, at: node.at });
  }

  private filter(node: FilterCall | undefined): void {
    if (!node) return;
    this.expression(node.of);
    if (!Object.hasOwn(filters, node.name)) this.unknown.push({ kind: 'filter', name: node.name, at: node.at });
    this.arguments(node);
  }

  private arguments({ positional, named, spread, namedSpread }: Arguments): void {
    this.all([...positional, ...named.map(([, value]) => value), spread, namedSpread]);
  }
}

function boundBy(target: Target): string[] {
  if (target.type === 'unpack') return target.targets.flatMap(boundBy);
  return target.type === 'name' ? [target.name] : [];
}
