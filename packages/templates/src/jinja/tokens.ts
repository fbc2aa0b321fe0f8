import { limits } from '../limits';
import { SyntaxProblem, TemplateError } from '../template-error';
import { spaced, trimmed } from './space';

/** What Jinja2's lexer tells apart (https://jinja.palletsprojects.com/en/stable/templates/#synopsis). */
export interface Token {
  readonly kind: 'data' | 'begin' | 'end' | 'name' | 'string' | 'integer' | 'float' | 'operator' | 'eof';
  /** Of data and strings the text that is meant; of `begin` and `end` which tag: `{{` or `{%`. */
  readonly text: string;
  /** Offset in the source. */
  readonly at: number;
}

const opening = /\{\{|\{%|\{#/g;
const rawOpening = spaced(/\{%[-+]?[\s]*raw[\s]*(-%\}[\s]*|\+?%\})/y);
const rawClosing = spaced(/\{%([-+]?)[\s]*endraw[\s]*(?:-%\}[\s]*|\+?%\})/g);
const commentClosing = spaced(/-#\}[\s]*|\+?#\}/g);
const blockClosing = spaced(/-%\}[\s]*|\+?%\}/y);
const variableClosing = spaced(/-\}\}[\s]*|\}\}/y);
const space = spaced(/[\s]+/y);
const float = /(?:\d+_)*\d+(?:(?:\.(?:\d+_)*\d+)?e[+-]?(?:\d+_)*\d+|\.(?:\d+_)*\d+)/iy;
const integer = /0b(?:_?[01])+|0o(?:_?[0-7])+|0x(?:_?[\da-f])+|[1-9](?:_?\d)*|0(?:_?0)*/iy;
const name = /[\p{XID_Start}_][\p{XID_Continue}]*/uy;
const quoted = /'[^'\\]*(?:\\.[^'\\]*)*'|"[^"\\]*(?:\\.[^"\\]*)*"/sy;
const operator = /\/\/|\*\*|==|!=|>=|<=|[-+/*%~[\](){}><=.:|,;]/y;

/** Nesting of brackets in one tag. */
const deepest = 200;
const partners: { readonly [opening: string]: string } = { '(': ')', '[': ']', '{': '}' };

/** Newlines as Jinja2 takes them: one kind, and none at the end. */
export const normalSource = (source: string): string => source.replace(/\r\n?/g, '\n').replace(/\n$/, '');

/** @throws SyntaxProblem */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const data = (text: string, start: number, isTrimmed: boolean) => {
    const meant = isTrimmed ? trimmed(text, false) : text;
    if (meant) tokens.push({ kind: 'data', text: meant, at: start });
  };
  while (at < source.length) {
    checkCount(tokens);
    opening.lastIndex = at;
    const found = opening.exec(source);
    if (!found) {
      data(source.slice(at), at, false);
      break;
    }
    const start = found.index;
    const isTrimmed = source[start + 2] === '-';
    data(source.slice(at, start), at, isTrimmed);
    if (found[0] === '{#') at = afterComment(source, start);
    else {
      const raw = found[0] === '{%' ? match(rawOpening, source, start) : undefined;
      at = raw === undefined ? readTag(source, start, found[0] as '{{' | '{%', tokens) : start + raw.length;
      if (raw !== undefined) {
        rawClosing.lastIndex = at;
        const close = rawClosing.exec(source);
        if (!close) throw new SyntaxProblem('Missing end of raw directive', start);
        data(source.slice(at, close.index), at, close[1] === '-');
        at = rawClosing.lastIndex;
      }
    }
  }
  tokens.push({ kind: 'eof', text: '', at: source.length });
  return tokens;
}

function checkCount(tokens: readonly Token[]): void {
  if (tokens.length > limits.tokens)
    throw new TemplateError('limit', `The template has more than ${limits.tokens} words and signs.`);
}

function afterComment(source: string, start: number): number {
  commentClosing.lastIndex = start + 2;
  if (!commentClosing.exec(source)) throw new SyntaxProblem('Missing end of comment tag', start);
  return commentClosing.lastIndex;
}

/** Reads the tag at `start` and answers the offset after it. */
function readTag(source: string, start: number, kind: '{{' | '{%', tokens: Token[]): number {
  tokens.push({ kind: 'begin', text: kind, at: start });
  const closing = kind === '{{' ? variableClosing : blockClosing;
  const open: string[] = [];
  let at = start + 2;
  if (source[at] === '-' || (kind === '{%' && source[at] === '+')) at++;
  while (at < source.length) {
    at += match(space, source, at)?.length ?? 0;
    const close = open.length === 0 ? match(closing, source, at) : undefined;
    if (close !== undefined) {
      tokens.push({ kind: 'end', text: kind, at });
      return at + close.length;
    }
    if (at >= source.length) break;
    const [token, length] = readToken(source, at);
    if (token.kind === 'operator') balance(token, open);
    tokens.push(token);
    checkCount(tokens);
    at += length;
  }
  const expected = open.at(-1);
  throw new SyntaxProblem(
    `unexpected end of template, expected ${expected ? `'${expected}'` : 'the end of a tag'}`,
    at,
  );
}

function readToken(source: string, at: number): [token: Token, length: number] {
  const word = match(name, source, at);
  if (word !== undefined) return [{ kind: 'name', text: word, at }, word.length];
  // `a.1.2` are two subscripts.
  const real = source[at - 1] === '.' ? undefined : match(float, source, at);
  if (real !== undefined) return [{ kind: 'float', text: real.replaceAll('_', ''), at }, real.length];
  const whole = match(integer, source, at);
  if (whole !== undefined) return [{ kind: 'integer', text: whole.replaceAll('_', ''), at }, whole.length];
  const text = match(quoted, source, at);
  if (text !== undefined) return [{ kind: 'string', text: unescaped(text.slice(1, -1), at), at }, text.length];
  const sign = match(operator, source, at);
  if (sign !== undefined) return [{ kind: 'operator', text: sign, at }, sign.length];
  throw new SyntaxProblem(`unexpected char ${JSON.stringify(String.fromCodePoint(source.codePointAt(at)!))}`, at);
}

function balance({ text, at }: Token, open: string[]): void {
  const partner = partners[text];
  if (partner) {
    open.push(partner);
    if (open.length > deepest) throw new TemplateError('limit', 'The template is nested too deeply.');
    return;
  }
  if (text !== ')' && text !== ']' && text !== '}') return;
  const expected = open.pop();
  if (expected === text) return;
  throw new SyntaxProblem(expected ? `unexpected '${text}', expected '${expected}'` : `unexpected '${text}'`, at);
}

const escapes: { readonly [letter: string]: string } = {
  ...{ '\n': '', '\\': '\\', "'": "'", '"': '"' },
  ...{ a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' },
};
const escapeForm = /\\(?:([0-7]{1,3})|x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([\s\S]))/g;

/** Python's escapes; what is none keeps its backslash. */
function unescaped(text: string, at: number): string {
  if (!text.includes('\\')) return text;
  return text.replace(escapeForm, (whole, octal, byte, short, long, letter) => {
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
    const hex = byte ?? short ?? long;
    if (hex !== undefined) {
      const code = Number.parseInt(hex, 16);
      if (code > 0x10ffff) throw new SyntaxProblem('an escape beyond Unicode', at);
      return String.fromCodePoint(code);
    }
    if ('xuUN'.includes(letter)) throw new SyntaxProblem(`the escape \\${letter} is not complete`, at);
    return escapes[letter] ?? whole;
  });
}

function match(pattern: RegExp, source: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0];
}
