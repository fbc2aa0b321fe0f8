export interface Token {
  readonly kind: 'name' | 'literal' | 'operator';
  readonly text: string;
  /** Offset in the template. */
  readonly at: number;
}

export interface Tag {
  /** `{{ … }}` or `{% … %}`. */
  readonly kind: 'output' | 'statement';
  readonly tokens: readonly Token[];
}

const opening = /\{\{|\{%|\{#/g;
const rawTag = /\{%[-+]?\s*raw\s*[-+]?%\}/y;
const endrawTag = /\{%[-+]?\s*endraw\s*[-+]?%\}/g;
const closing = /[-+]?(?:\}\}|%\})/y;
const space = /\s+/y;
const name = /[A-Za-z_][A-Za-z0-9_]*/y;
/** A string that nothing ends goes to the template's end. */
const literal = /"(?:\\.|[^"\\])*(?:"|$)|'(?:\\.|[^'\\])*(?:'|$)|\d[\w.]*/sy;
const operator = /==|!=|<=|>=|\/\/|\*\*|./sy;

/**
 * The tags of a Jinja template with their tokens, comments and raw blocks left out; MiniJinja's lexer in so far as names
 * need it. Total and linear: a template that does not parse gives some tags, and the engine gives the error.
 */
export function* jinjaTags(template: string): Generator<Tag> {
  for (let at = 0; ; ) {
    const start = seek(opening, template, at);
    if (start === undefined) return;
    const [open] = start;
    if (open === '{#') {
      const end = template.indexOf('#}', start.index + 2);
      if (end < 0) return;
      at = end + 2;
    } else if (seek(rawTag, template, start.index)) {
      const end = seek(endrawTag, template, start.index);
      if (!end) return;
      at = end.index + end[0].length;
    } else {
      const { tokens, end } = readTokens(template, start.index + 2);
      yield { kind: open === '{{' ? 'output' : 'statement', tokens };
      at = end;
    }
  }
}

/** 1 for an opening bracket, -1 for a closing one, 0 for anything else. */
export function nesting({ kind, text }: Pick<Token, 'kind' | 'text'>): number {
  if (kind !== 'operator') return 0;
  if ('([{'.includes(text)) return 1;
  return ')]}'.includes(text) ? -1 : 0;
}

function readTokens(template: string, start: number): { tokens: Token[]; end: number } {
  const tokens: Token[] = [];
  let depth = 0;
  let at = '-+'.includes(template.charAt(start) || ' ') ? start + 1 : start;
  while (at < template.length) {
    const close = depth === 0 && seek(closing, template, at);
    if (close) return { tokens, end: at + close[0].length };
    const found = readToken(template, at);
    if (found.kind) tokens.push({ kind: found.kind, text: found.text, at });
    if (found.kind) depth += nesting({ kind: found.kind, text: found.text });
    at += found.text.length;
  }
  return { tokens, end: at };
}

function readToken(template: string, at: number): { kind?: Token['kind']; text: string } {
  const blank = seek(space, template, at);
  if (blank) return { text: blank[0] };
  const word = seek(name, template, at);
  if (word) return { kind: 'name', text: word[0] };
  const value = seek(literal, template, at);
  if (value) return { kind: 'literal', text: value[0] };
  return { kind: 'operator', text: seek(operator, template, at)![0] };
}

function seek(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}
