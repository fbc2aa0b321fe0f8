import { jinjaTags, nesting, type Token } from './jinja-tokens';

/** A place where a template reads a variable: `user.address.city`. */
export interface NameUse {
  readonly path: readonly string[];
  /** Offsets of the whole path in the template. */
  readonly start: number;
  readonly end: number;
  /** Bound by the template itself: a loop's variable, `set`, a macro's argument. */
  readonly local: boolean;
  /** How many members of the path have to exist: one fewer before `is defined` or `|default`. */
  readonly demanded: number;
}

/** A filter, test, function or other template that a template calls. */
export interface Mention {
  readonly kind: 'filter' | 'test' | 'function' | 'template';
  readonly name: string;
  readonly at: number;
}

export interface JinjaNames {
  readonly uses: readonly NameUse[];
  readonly mentions: readonly Mention[];
}

/** The names in a Jinja template, without rendering it: every branch counts. */
export function jinjaNames(template: string): JinjaNames {
  const reader = new NameReader();
  for (const { kind, tokens } of jinjaTags(template)) {
    if (kind === 'output') reader.expression(tokens);
    else reader.statement(tokens);
  }
  return { uses: reader.uses, mentions: reader.mentions };
}

const keywords = new Set('and or not in is if else true false none True False None'.split(' '));
const askedOnly = new Set(['defined', 'undefined', 'none']);

class NameReader {
  readonly uses: NameUse[] = [];
  readonly mentions: Mention[] = [];
  private readonly scopes: Set<string>[] = [new Set(['self', 'super'])];

  statement(tokens: readonly Token[]): void {
    const keyword = tokens[0];
    const rest = tokens.slice(1);
    switch (keyword?.text) {
      case 'for':
        this.loop(rest);
        break;
      case 'set':
        this.assignment(rest);
        break;
      case 'with':
        this.enter([]);
        this.bindings(rest);
        break;
      case 'macro':
        this.bind(rest.slice(0, 1));
        this.enter(['caller']);
        this.bindings(rest.slice(2, -1));
        break;
      case 'call':
        this.callBlock(rest);
        break;
      case 'filter':
        this.mention('filter', rest[0]);
        this.expression(rest.slice(1));
        break;
      case 'include':
      case 'extends':
      case 'import':
      case 'from':
        this.mention('template', keyword);
        break;
      case 'endfor':
      case 'endwith':
      case 'endmacro':
      case 'endcall':
        if (this.scopes.length > 1) this.scopes.pop();
        break;
      case 'block':
      case 'endblock':
        break;
      default:
        this.expression(rest);
    }
  }

  expression(tokens: readonly Token[]): void {
    for (let i = 0; i < tokens.length; i++) {
      const { kind, text } = tokens[i]!;
      const before = tokens[i - 1]?.text;
      if (kind !== 'name' || before === '.') continue;
      if (before === '|') this.mention('filter', tokens[i]);
      else if (before === 'is' && text !== 'not') this.mention('test', tokens[i]);
      else if (before === 'not' && tokens[i - 2]?.text === 'is') this.mention('test', tokens[i]);
      else if (keywords.has(text) || tokens[i + 1]?.text === '=') continue;
      else if (tokens[i + 1]?.text === '(') this.call(tokens[i]!);
      else this.use(tokens, i);
    }
  }

  /** `a.b.c`, as far as it is no method's name. */
  private use(tokens: readonly Token[], first: number): void {
    const path = [tokens[first]!.text];
    let last = first;
    while (tokens[last + 1]?.text === '.' && tokens[last + 2]?.kind === 'name' && tokens[last + 3]?.text !== '(') {
      last += 2;
      path.push(tokens[last]!.text);
    }
    const [next, afterNext, third] = tokens.slice(last + 1, last + 4).map((token) => token.text);
    const asked =
      (next === '|' && (afterNext === 'default' || afterNext === 'd')) ||
      (next === 'is' && askedOnly.has((afterNext === 'not' ? third : afterNext) ?? ''));
    this.uses.push({
      path,
      start: tokens[first]!.at,
      end: tokens[last]!.at + tokens[last]!.text.length,
      local: this.isLocal(path[0]!),
      demanded: asked ? path.length - 1 : path.length,
    });
  }

  private call(token: Token): void {
    if (!this.isLocal(token.text)) this.mention('function', token);
  }

  /** `item in items if condition`, `(key, value) in pairs`. */
  private loop(tokens: readonly Token[]): void {
    const start = outermost(tokens, 'in');
    const values = tokens.slice(start + 1, tokens.at(-1)?.text === 'recursive' ? -1 : undefined);
    const condition = outermost(values, 'if');
    this.expression(values.slice(0, condition));
    this.enter(['loop']);
    this.bind(tokens.slice(0, start));
    this.expression(values.slice(condition));
  }

  /** `a = value`, `(a, b) = value`, `namespace.a = value`, or the head of a block: `a`, `a | upper`. */
  private assignment(tokens: readonly Token[]): void {
    const end = Math.min(outermost(tokens, '='), outermost(tokens, '|'));
    this.expression(tokens.slice(end));
    if (tokens[1]?.text !== '.') this.bind(tokens.slice(0, end));
  }

  /** `(argument) macro()` or `macro()`. */
  private callBlock(tokens: readonly Token[]): void {
    const close = tokens[0]?.text === '(' ? outermost(tokens.slice(1), ')') + 1 : 0;
    this.expression(tokens.slice(close));
    this.enter([]);
    this.bindings(tokens.slice(1, close));
  }

  /** `a = 1, b = a` of a `with`, `a, b=default` of a macro: each value sees the names before it. */
  private bindings(tokens: readonly Token[]): void {
    for (const part of splitAtCommas(tokens)) {
      const equals = outermost(part, '=');
      this.expression(part.slice(equals));
      this.bind(part.slice(0, equals));
    }
  }

  private mention(kind: Mention['kind'], token: Token | undefined): void {
    if (token?.kind === 'name') this.mentions.push({ kind, name: token.text, at: token.at });
  }

  private enter(names: readonly string[]): void {
    this.scopes.push(new Set(names));
  }

  private bind(tokens: readonly Token[]): void {
    for (const { kind, text } of tokens) if (kind === 'name') this.scopes.at(-1)!.add(text);
  }

  private isLocal(name: string): boolean {
    return this.scopes.some((scope) => scope.has(name));
  }
}

/** Index of the first token with this text that is in no bracket; the number of tokens when there is none. */
function outermost(tokens: readonly Token[], text: string): number {
  let depth = 0;
  for (const [index, token] of tokens.entries()) {
    if (depth === 0 && token.text === text) return index;
    depth += nesting(token);
  }
  return tokens.length;
}

function splitAtCommas(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (depth === 0 && token.text === ',') parts.push([]);
    else parts.at(-1)!.push(token);
    depth += nesting(token);
  }
  return parts;
}
