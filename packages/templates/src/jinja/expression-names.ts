import type { JsonObject } from '@trialogue/plugin-api';
import { type Declared, itemSchema, mayBeMissing, memberOf } from '../declared';
import { askingFilters, filters } from './filters/filters';
import { globals } from './globals';
import { definedWhen } from './guards';
import type { Arguments, Expression, FilterCall } from './nodes';
import { Scope } from './scope';
import { askingTests, tests } from './tests';

/** A place where a template reads a variable: `user.address.city`. */
export interface NameUse {
  readonly path: readonly string[];
  readonly at: number;
  /** The included template that reads it; `at` is where the including one begins to. */
  readonly by?: string;
}

/** What an author should know, with its place in the template itself. */
export interface Finding {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly at: number;
}

/** An included template that is being read. */
export interface Inside {
  readonly reference: string;
  /** Of the tag in the template itself. */
  readonly at: number;
  readonly seesVariables: boolean;
}

/** Reads expressions: the variables in them, and what may go wrong. */
export class ExpressionReader {
  readonly uses: NameUse[] = [];
  /** Names that are called and that nothing binds. */
  readonly functions: string[] = [];
  readonly findings: Finding[] = [];
  protected scope = new Scope();
  protected inside: Inside | undefined;
  /** Paths that lead to a value for sure. */
  private sure: ReadonlySet<string> = new Set();
  private readonly said = new Set<string>();

  constructor(private readonly variables: ReadonlyMap<string, Declared>) {}

  /** Where these paths lead to a value. */
  protected knowing<Result>(paths: readonly string[], work: () => Result): Result {
    if (paths.length === 0) return work();
    const before = this.sure;
    this.sure = new Set([...before, ...paths]);
    const result = work();
    this.sure = before;
    return result;
  }

  protected find(severity: Finding['severity'], message: string, at: number): void {
    this.findings.push({ severity, message, at: this.inside?.at ?? at });
  }

  /** Once for each path. */
  private warn(path: string, why: string, at: number): void {
    if (this.said.has(path)) return;
    this.said.add(path);
    const where = this.inside ? ` in ${this.inside.reference}` : '';
    this.find('warning', `${path} may be missing${where}: ${why}.`, at);
  }

  /** @param isAsked whether it is asked for, so that it may be missing at its end */
  protected use(path: readonly string[], at: number, isAsked = false): void {
    const [root = '', ...members] = path;
    const binding = this.scope.get(root);
    const isLast = (depth: number) => isAsked && depth === members.length;
    // What is not set on this way may be a variable of this name.
    if (!binding?.isCertain && (this.variables.has(root) || !(binding || globals.has(root))))
      this.variable(path, at, isLast(0));
    else if (binding && !binding.isCertain && !this.sure.has(root) && !isLast(0))
      this.warn(root, 'it is set on some ways only', at);
    let schema = binding ? binding.schema : this.variables.get(root)?.schema;
    let way = root;
    for (const [index, name] of members.entries()) {
      const member = memberOf(schema, name);
      const holder = way;
      way = `${way}.${name}`;
      schema = member.schema;
      if (this.sure.has(way) || isLast(index + 1)) continue;
      if (member.presence === 'optional') this.warn(way, 'it is optional in its schema', at);
      if (member.presence === 'never') this.warn(way, `the schema of ${holder} has no ${name}`, at);
    }
  }

  private variable(path: readonly string[], at: number, isAsked: boolean): void {
    const { inside } = this;
    const name = path[0]!;
    if (inside && !inside.seesVariables) {
      if (!isAsked) this.find('error', `${inside.reference} reads ${name} and is included without context.`, at);
      return;
    }
    this.uses.push({ path, at: inside?.at ?? at, ...(inside && { by: inside.reference }) });
    const declared = this.variables.get(name);
    if (declared && mayBeMissing(declared) && !isAsked && !this.sure.has(name))
      this.warn(name, 'it is not required and has no default', at);
  }

  protected schemaOf(node: Expression): JsonObject | undefined {
    switch (node.type) {
      case 'name': {
        const binding = this.scope.get(node.name);
        return binding ? binding.schema : this.variables.get(node.name)?.schema;
      }
      case 'attribute':
        return memberOf(this.schemaOf(node.of), node.name).schema;
      case 'item': {
        const { key } = node;
        const isNamed = key.type === 'constant' && typeof key.value === 'string';
        const holder = this.schemaOf(node.of);
        return isNamed ? memberOf(holder, key.value as string).schema : itemSchema(holder);
      }
      default:
        return undefined;
    }
  }

  protected expression(node: Expression | undefined, isAsked = false): void {
    switch (node?.type) {
      case 'name':
        this.use([node.name], node.at, isAsked);
        return;
      case 'attribute':
        this.attribute(node, isAsked);
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
        this.expression(node.of, askingTests.has(node.name));
        if (!Object.hasOwn(tests, node.name)) this.find('error', `There is no test ${node.name}.`, node.at);
        this.arguments(node);
        return;
      case 'not':
      case 'negative':
      case 'positive':
        this.expression(node.of);
        return;
      case 'and':
      case 'or':
        this.expression(node.left);
        this.knowing(definedWhen(node.left, node.type === 'and'), () => this.expression(node.right));
        return;
      case 'arithmetic':
        this.all([node.left, node.right]);
        return;
      case 'compare':
        this.all([node.first, ...node.rest.map(({ right }) => right)]);
        return;
      case 'condition':
        this.expression(node.test);
        this.knowing(definedWhen(node.test, true), () => this.expression(node.then));
        this.knowing(definedWhen(node.test, false), () => this.expression(node.otherwise));
        return;
    }
  }

  private all(nodes: readonly (Expression | undefined)[]): void {
    for (const node of nodes) this.expression(node);
  }

  /** A path as far as it is written with dots. */
  private attribute(node: Expression, isAsked: boolean): void {
    const path: string[] = [];
    let root = node;
    while (root.type === 'attribute') {
      path.unshift(root.name);
      root = root.of;
    }
    if (root.type === 'name') this.use([root.name, ...path], root.at, isAsked);
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
    if (this.scope.get(node.name) || globals.has(node.name)) return;
    this.functions.push(node.name);
    this.find('error', `There is no function ${node.name}.`, node.at);
  }

  protected filter(node: FilterCall | undefined): void {
    if (!node) return;
    this.expression(node.of, askingFilters.has(node.name));
    if (!Object.hasOwn(filters, node.name)) this.find('error', `There is no filter ${node.name}.`, node.at);
    this.arguments(node);
  }

  private arguments({ positional, named, spread, namedSpread }: Arguments): void {
    this.all([...positional, ...named.map(([, value]) => value), spread, namedSpread]);
  }
}
