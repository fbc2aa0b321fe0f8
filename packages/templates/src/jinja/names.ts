import type { JsonObject } from '@trialogue/plugin-api';
import type { IncludedPrompt, Includes } from '@trialogue/variant-config';
import { itemSchema } from '../declared';
import type { Surroundings } from '../template-analysis';
import { TemplateError } from '../template-error';
import { parsed } from './compiled';
import { ExpressionReader, type Finding, type NameUse } from './expression-names';
import { definedWhen } from './guards';
import type { Include, MacroBody, Statement, Target } from './nodes';
import { type Branch, Scope } from './scope';

export interface JinjaNames {
  /** In the order in which they are written; names that the template binds itself are left out. */
  readonly uses: readonly NameUse[];
  /** Names that are called and that nothing binds. */
  readonly functions: readonly string[];
  readonly findings: readonly Finding[];
  /** Those of the template itself. */
  readonly includes: readonly Include[];
}

/** The names in a Jinja template, without rendering it: every branch counts. */
export function namesOf(body: readonly Statement[], surroundings: Surroundings = {}): JinjaNames {
  const reader = new NameReader(surroundings);
  reader.body(body);
  const { functions, findings, includes } = reader;
  return { uses: reader.uses.sort((a, b) => a.at - b.at), functions, findings, includes };
}

class NameReader extends ExpressionReader {
  readonly includes: Include[] = [];
  private pinned: Includes | undefined;
  private readonly read = new Set<IncludedPrompt>();

  constructor({ variables = [], includes }: Surroundings) {
    super(new Map(variables.map((variable) => [variable.name, variable])));
    this.pinned = includes;
    this.scope.bind('self');
  }

  body(statements: readonly Statement[]): void {
    for (const statement of statements) this.statement(statement);
  }

  /** In a scope of its own; answers it. */
  private inner(work: (scope: Scope) => void): Scope {
    const outer = this.scope;
    const scope = new Scope(outer);
    this.scope = scope;
    work(scope);
    this.scope = outer;
    return scope;
  }

  private statement(node: Statement): void {
    switch (node.type) {
      case 'text':
        return;
      case 'output':
        this.expression(node.value);
        return;
      case 'if':
        this.condition(node);
        return;
      case 'for':
        this.loop(node);
        return;
      case 'set':
        this.expression(node.value);
        this.bind(node.target, this.schemaOf(node.value));
        return;
      case 'capture':
        this.filter(node.filter);
        this.inner(() => this.body(node.body));
        this.bind(node.target);
        return;
      case 'with':
        for (const [, value] of node.bindings) this.expression(value);
        this.inner(() => {
          for (const [target, value] of node.bindings) this.bind(target, this.schemaOf(value));
          this.body(node.body);
        });
        return;
      case 'macro':
        this.scope.bind(node.name!);
        this.macro(node);
        return;
      case 'callBlock':
        this.expression(node.call);
        this.macro(node.caller);
        return;
      case 'filterBlock':
        this.filter(node.filter);
        this.inner(() => this.body(node.body));
        return;
      case 'block':
        this.inner(() => this.body(node.body));
        return;
      case 'include':
        this.include(node);
        return;
    }
  }

  private condition({ branches, otherwise }: Statement & { type: 'if' }): void {
    const gone: Branch[] = [];
    const refused: string[] = [];
    const branch = (known: readonly string[], statements: readonly Statement[]) => {
      const scope = this.knowing(known, () => this.inner(() => this.body(statements)));
      gone.push({ scope, known: new Set(known) });
    };
    for (const { test, body } of branches) {
      this.knowing(refused, () => this.expression(test));
      branch([...refused, ...definedWhen(test, true)], body);
      refused.push(...definedWhen(test, false));
    }
    branch(refused, otherwise);
    this.scope.join(gone);
  }

  private loop({ over, test, target, body, otherwise }: Statement & { type: 'for' }): void {
    this.expression(over);
    const item = itemSchema(this.schemaOf(over));
    this.inner((scope) => {
      this.bind(target, item);
      scope.bind('loop');
      this.expression(test);
      this.knowing(test ? definedWhen(test, true) : [], () => this.body(body));
    });
    this.inner(() => this.body(otherwise));
  }

  private macro({ parameters, body }: MacroBody): void {
    this.inner((scope) => {
      for (const name of ['caller', 'varargs', 'kwargs']) scope.bind(name);
      for (const { name, fallback } of parameters) {
        this.expression(fallback);
        scope.bind(name);
      }
      this.body(body);
    });
  }

  private include(node: Include): void {
    const { reference, mayBeMissing: isOptional, withContext } = node;
    const at = this.inside?.at ?? node.at;
    if (!this.inside) this.includes.push(node);
    const { pinned, inside, scope } = this;
    if (!pinned) return;
    const found = Object.hasOwn(pinned, reference) ? pinned[reference] : undefined;
    if (!found) {
      if (!isOptional) this.find('error', `There is no prompt ${reference} to be included.`, at);
      return;
    }
    if (this.read.has(found)) return;
    this.read.add(found);
    const seesVariables = withContext && inside?.seesVariables !== false;
    this.inside = { reference, at, seesVariables };
    this.pinned = found.includes ?? {};
    this.scope = new Scope(withContext ? scope : undefined);
    this.scope.bind('self');
    try {
      this.body(parsed(found.template).body);
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      this.find('error', `${reference} cannot be included: ${error.message}`, at);
    }
    Object.assign(this, { inside, pinned, scope });
  }

  private bind(target: Target, schema?: JsonObject): void {
    if (target.type === 'name') this.scope.bind(target.name, schema);
    else if (target.type === 'unpack') for (const part of target.targets) this.bind(part);
    else this.use([target.object], target.at);
  }
}
