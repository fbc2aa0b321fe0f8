import type { Includes } from '@trialogue/variant-config';
import { parsed } from '../jinja/compiled';
import { globals } from '../jinja/globals';
import type { Expression, FilterCall, MacroBody, Statement, Target } from '../jinja/nodes';
import { type Place, placesOf } from '../template-error';
import type { Sink } from './pieces';

type Sources = ReadonlySet<string>;

/** Names of a template's own → the variables that their values come from; none: the value is always the same. */
class Scope {
  private readonly own = new Map<string, Sources>();

  constructor(private readonly around?: Scope) {}

  /** Undefined for what is no name of the template's own. */
  get(name: string): Sources | undefined {
    return this.own.get(name) ?? this.around?.get(name);
  }

  set(names: readonly string[], sources: Sources): this {
    for (const name of names) this.own.set(name, sources);
    return this;
  }
}

interface Around {
  readonly includes: Includes;
  readonly placeAt: (at: number) => Place;
  /** Reference of the outermost include. */
  readonly through: string | undefined;
  readonly scope: Scope;
  /** Whether texts are written, and in every request: not under a condition, in a loop, or into a name. */
  readonly isFixed: boolean;
  /** Variables that decide whether what is here is reached. */
  readonly given: Sources;
}

const none: Sources = new Set();
/** Variables that one value is said to come from. */
const most = 100;
const ownNames = ['self', 'caller', 'varargs', 'kwargs'];

/** Throws a `TemplateError` when a template does not parse. */
export function piecesOfJinja(template: string, includes: Includes, pieces: Sink): void {
  const { source, body } = parsed(template);
  const scope = new Scope().set(ownNames, none);
  const placeAt = placesOf(source);
  new Reader(pieces).all(body, { includes, placeAt, through: undefined, scope, isFixed: true, given: none });
}

class Reader {
  constructor(private readonly sink: Sink) {}

  all(statements: readonly Statement[], around: Around): void {
    for (const statement of statements) {
      if (!this.sink.look()) return;
      this.one(statement, around);
    }
  }

  private one(node: Statement, around: Around): void {
    const { scope } = around;
    switch (node.type) {
      case 'text':
        if (around.isFixed) this.sink.text(node.text);
        return;
      case 'output':
        this.use(sourcesOf(node.value, scope), node.value.at, around);
        return;
      case 'if': {
        const given = together(around.given, ...node.branches.map(({ test }) => sourcesOf(test, scope)));
        this.use(given, node.at, around);
        for (const { body } of [...node.branches, { body: node.otherwise }])
          this.all(body, { ...around, given, isFixed: false });
        return;
      }
      case 'for': {
        const given = together(around.given, sourcesOf(node.over, scope));
        this.use(given, node.at, around);
        const inner = inScope(around, [...boundBy(node.target), 'loop'], given);
        this.use(sourcesOf(node.test, inner.scope), node.at, inner);
        this.all(node.body, { ...inner, given, isFixed: false });
        this.all(node.otherwise, { ...around, given, isFixed: false });
        return;
      }
      case 'set':
        this.bind(node.target, together(around.given, sourcesOf(node.value, scope)), scope);
        return;
      case 'capture': {
        const sources = together(around.given, sourcesOf(node.filter, scope), this.within(node.body, around));
        this.bind(node.target, sources, scope);
        return;
      }
      case 'with': {
        const inner = inScope(around);
        for (const [target, value] of node.bindings) this.bind(target, sourcesOf(value, scope), inner.scope);
        this.all(node.body, inner);
        return;
      }
      case 'macro':
        scope.set([node.name!], this.macro(node, around));
        return;
      case 'callBlock':
        this.use(together(sourcesOf(node.call, scope), this.macro(node.caller, around)), node.at, around);
        return;
      case 'filterBlock':
        this.use(sourcesOf(node.filter, scope), node.at, around);
        this.all(node.body, inScope(around));
        return;
      case 'block':
        this.all(node.body, inScope(around));
        return;
      case 'include': {
        if (!Object.hasOwn(around.includes, node.reference)) return;
        const { template, includes = {} } = around.includes[node.reference]!;
        if (!this.sink.look(template.length)) return;
        const place = around.placeAt(node.at);
        const through = around.through ?? node.reference;
        this.all(parsed(template).body, { ...inScope(around), includes, placeAt: () => place, through });
      }
    }
  }

  private use(sources: Sources, at: number, { placeAt, through }: Around): void {
    if (sources.size > 0) this.sink.use(sources, placeAt(at), through);
  }

  private bind(target: Target, sources: Sources, scope: Scope): void {
    if (target.type === 'member') scope.set([target.object], together(sources, scope.get(target.object) ?? none));
    else scope.set(boundBy(target), sources);
  }

  private macro({ parameters, body }: MacroBody, around: Around): Sources {
    const fallbacks = parameters.map(({ fallback }) => sourcesOf(fallback, around.scope));
    const names = parameters.map(({ name }) => name);
    return together(...fallbacks, this.within(body, inScope(around, names)));
  }

  /** The variables that what is written here depends on, wherever it is printed. */
  private within(body: readonly Statement[], around: Around): Sources {
    const found = new Set<string>();
    const use = (names: Iterable<string>) => {
      for (const name of names) found.add(name);
    };
    new Reader({ use, text: () => {}, look: (size) => this.sink.look(size) }).all(body, inScope(around));
    return found;
  }
}

/** Of all of them; so many that a problem can name them. */
function together(...sets: readonly Sources[]): Sources {
  const all = new Set<string>();
  for (const set of sets) for (const name of set) if (all.size < most) all.add(name);
  return all;
}

const inScope = (around: Around, names: readonly string[] = [], sources = none): Around => ({
  ...around,
  scope: new Scope(around.scope).set(names, sources),
});

/** The variables that a value comes from. */
function sourcesOf(value: Expression | FilterCall | undefined, scope: Scope): Sources {
  const names = new Set<string>();
  gatherNames(value, names);
  const isKnown = (name: string) => globals.has(name) && scope.get(name) === undefined;
  return together(...[...names].flatMap((name) => (isKnown(name) ? [] : [scope.get(name) ?? new Set([name])])));
}

/** All names in a part of the syntax tree, those of functions included. */
function gatherNames(node: unknown, into: Set<string>): void {
  if (typeof node !== 'object' || node === null) return;
  const { type, name } = node as { type?: unknown; name?: unknown };
  if (type === 'name') into.add(name as string);
  else for (const part of Object.values(node)) gatherNames(part, into);
}

function boundBy(target: Target): string[] {
  if (target.type === 'unpack') return target.targets.flatMap(boundBy);
  return target.type === 'name' ? [target.name] : [];
}
