import type { Arguments, Expression, FilterCall, MacroBody, Statement, Target } from './nodes';
import { filters } from './filters/filters';
import { globals } from './globals';
import { tests } from './tests';

/** A place where a template reads a variable: `user.address.city`. */
export interface NameUse {
  readonly path: readonly string[];
  readonly at: number;
}

/** A filter, test, function or other template that a template asks for and that is not there. */
export interface Unknown {
  readonly kind: 'filter' | 'test' | 'function' | 'template';
  readonly name: string;
  readonly at: number;
}

export interface JinjaNames {
  /** In the order in which they are written; names that the template binds itself are left out. */
  readonly uses: readonly NameUse[];
  readonly unknown: readonly Unknown[];
}

/** The names in a Jinja template, without rendering it: every branch counts. */
export function namesOf(body: readonly Statement[]): JinjaNames {
  const reader = new NameReader();
  reader.body(body);
  return { uses: reader.uses, unknown: reader.unknown };
}

class NameReader {
  readonly uses: NameUse[] = [];
  readonly unknown: Unknown[] = [];
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
        return this.expression(node.value);
      case 'if':
        for (const { test, body } of node.branches) {
          this.expression(test);
          this.body(body);
        }
        return this.body(node.otherwise);
      case 'for':
        return this.loop(node);
      case 'set':
        this.expression(node.value);
        return this.bind(node.target);
      case 'capture':
        this.filter(node.filter);
        this.inner([], node.body);
        return this.bind(node.target);
      case 'with':
        for (const [, value] of node.bindings) this.expression(value);
        return this.inner(
          node.bindings.flatMap(([target]) => boundBy(target)),
          node.body,
        );
      case 'macro':
        this.scopes.at(-1)!.add(node.name!);
        return this.macro(node);
      case 'callBlock':
        this.expression(node.call);
        return this.macro(node.caller);
      case 'filterBlock':
        this.filter(node.filter);
        return this.inner([], node.body);
      case 'block':
        return this.inner([], node.body);
      case 'include':
        this.unknown.push({ kind: 'template', name: 'include', at: node.at });
        return this.expression(node.template);
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
        return this.use([node.name], node.at);
      case 'attribute':
        return this.attribute(node);
      case 'item':
        this.expression(node.of);
        return this.expression(node.key);
      case 'list':
      case 'tuple':
      case 'concat':
        return this.all(node.items);
      case 'slice':
        return this.all(node.parts);
      case 'dict':
        return this.all(node.pairs.flat());
      case 'call':
        this.callee(node.callee);
        return this.arguments(node);
      case 'filter':
        return this.filter(node);
      case 'test':
        this.expression(node.of);
        if (!Object.hasOwn(tests, node.name)) this.unknown.push({ kind: 'test', name: node.name, at: node.at });
        return this.arguments(node);
      case 'not':
      case 'negative':
      case 'positive':
        return this.expression(node.of);
      case 'and':
      case 'or':
      case 'arithmetic':
        return this.all([node.left, node.right]);
      case 'compare':
        return this.all([node.first, ...node.rest.map(({ right }) => right)]);
      case 'condition':
        return this.all([node.then, node.test, node.otherwise]);
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
    if (node.type === 'attribute') return this.expression(node.of);
    if (node.type !== 'name') return this.expression(node);
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
