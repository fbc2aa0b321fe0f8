import type { Includes } from '@trialogue/variant-config';
import { parsed } from '../jinja/compiled';
import { namesOf } from '../jinja/names';
import type { Expression, FilterCall, MacroBody, Statement, Target } from '../jinja/nodes';
import { type Place, placesOf } from '../template-error';
import type { Pieces } from './pieces';

/** Names of a template's own → the variables that their values come from; none: the value is always the same. */
class Scope {
  private readonly own = new Map<string, ReadonlySet<string>>();

  constructor(private readonly around?: Scope) {}

  /** Undefined for what is no name of the template's own. */
  get(name: string): ReadonlySet<string> | undefined {
    return this.own.get(name) ?? this.around?.get(name);
  }

  set(names: readonly string[], sources: ReadonlySet<string>): this {
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
  readonly given: ReadonlySet<string>;
}

const none: ReadonlySet<string> = new Set();
/** Variables that one value is said to come from. */
const most = 100;
const ownNames = ['self', 'caller', 'varargs', 'kwargs'];

/** Throws a `TemplateError` when a template does not parse. */
export function piecesOfJinja(template: string, includes: Includes, pieces: Pieces): void {
  const { source, body } = parsed(template);
  const scope = new Scope().set(ownNames, none);
  const placeAt = placesOf(source);
  new Reader(pieces).all(body, { includes, placeAt, through: undefined, scope, isFixed: true, given: none });
}

class Reader {
  constructor(private readonly pieces: Pieces) {}

  all(statements: readonly Statement[], around: Around): void {
    for (const statement of statements) {
      if (!this.pieces.look()) return;
      this.one(statement, around);
    }
  }

  private one(node: Statement, around: Around): void {
    const { scope } = around;
    switch (node.type) {
      case 'text':
        if (around.isFixed) this.pieces.text(node.text);
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
        this.all(node.body, { ...inner, given, isFixed: false });
        this.all(node.otherwise, { ...around, given, isFixed: false });
        return;
      }
      case 'set':
        this.bind(node.target, together(around.given, sourcesOf(node.value, scope)), scope);
        return;
      case 'capture':
        this.bind(
          node.target,
          together(around.given, filterSources(node.filter, scope), within(node.body, around)),
          scope,
        );
        return;
      case 'with': {
        const inner = inScope(around, [], none);
        for (const [target, value] of node.bindings) this.bind(target, sourcesOf(value, scope), inner.scope);
        this.all(node.body, inner);
        return;
      }
      case 'macro':
        scope.set([node.name!], macroSources(node, around));
        return;
      case 'callBlock':
        this.use(together(sourcesOf(node.call, scope), macroSources(node.caller, around)), node.at, around);
        return;
      case 'filterBlock':
        this.use(filterSources(node.filter, scope), node.at, around);
        this.all(node.body, inScope(around, [], none));
        return;
      case 'block':
        this.all(node.body, inScope(around, [], none));
        return;
      case 'include': {
        if (!Object.hasOwn(around.includes, node.reference)) return;
        const { template, includes = {} } = around.includes[node.reference]!;
        if (!this.pieces.look(template.length)) return;
        const place = around.placeAt(node.at);
        const through = around.through ?? node.reference;
        this.all(parsed(template).body, { ...inScope(around, [], none), includes, placeAt: () => place, through });
      }
    }
  }

  private use(sources: ReadonlySet<string>, at: number, { placeAt, through }: Around): void {
    if (sources.size > 0) this.pieces.use(sources, placeAt(at), through);
  }

  private bind(target: Target, sources: ReadonlySet<string>, scope: Scope): void {
    if (target.type === 'member') scope.set([target.object], together(sources, scope.get(target.object) ?? none));
    else scope.set(boundBy(target), sources);
  }
}

/** Of all of them; so many that a problem can name them. */
function together(...sets: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  const all = new Set<string>();
  for (const set of sets) for (const name of set) if (all.size < most) all.add(name);
  return all;
}

const inScope = (around: Around, names: readonly string[], sources: ReadonlySet<string>): Around => ({
  ...around,
  scope: new Scope(around.scope).set(names, sources),
});

/** The variables that what is written here comes from. */
function sourcesOf(value: Expression, scope: Scope): ReadonlySet<string> {
  return sourcesIn([{ type: 'output', at: value.at, value }], scope);
}

const filterSources = (filter: FilterCall | undefined, scope: Scope) =>
  filter ? sourcesIn([{ type: 'filterBlock', at: filter.at, filter, body: [] }], scope) : none;

const macroSources = ({ parameters, body }: MacroBody, around: Around) =>
  within(
    body,
    inScope(
      around,
      parameters.map(({ name }) => name),
      none,
    ),
  );

const within = (body: readonly Statement[], { scope }: Around) => sourcesIn(body, scope);

function sourcesIn(body: readonly Statement[], scope: Scope): ReadonlySet<string> {
  const { uses, functions } = namesOf(body);
  const called = functions.map((name) => scope.get(name) ?? none);
  return together(...called, ...uses.map(({ path: [name] }) => scope.get(name!) ?? new Set([name!])));
}

function boundBy(target: Target): string[] {
  if (target.type === 'unpack') return target.targets.flatMap(boundBy);
  return target.type === 'name' ? [target.name] : [];
}
