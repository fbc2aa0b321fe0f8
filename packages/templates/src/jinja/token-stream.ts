import { SyntaxProblem, TemplateError } from '../template-error';
import type { Token } from './tokens';

/** Nesting of expressions and blocks in each other. */
const deepest = 200;

/** Tokens, one after the other, with what a parser asks of them. */
export class TokenStream {
  private index = 0;
  private depth = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  get current(): Token {
    return this.tokens[this.index]!;
  }

  get next(): Token {
    return this.tokens[this.index + 1] ?? this.current;
  }

  take(): Token {
    const token = this.current;
    if (token.kind !== 'eof') this.index++;
    return token;
  }

  is(kind: Token['kind'], ...texts: readonly string[]): boolean {
    const { current } = this;
    return current.kind === kind && (texts.length === 0 || texts.includes(current.text));
  }

  isOperator = (...texts: readonly string[]): boolean => this.is('operator', ...texts);
  isWord = (...texts: readonly string[]): boolean => this.is('name', ...texts);

  /** Takes the current token if it is this one. */
  skip(kind: Token['kind'], text?: string): boolean {
    if (!(text === undefined ? this.is(kind) : this.is(kind, text))) return false;
    this.index++;
    return true;
  }

  expect(kind: Token['kind'], text?: string): Token {
    if (text === undefined ? this.is(kind) : this.is(kind, text)) return this.take();
    const wanted = text === undefined ? wording[kind] : `'${text}'`;
    throw this.problem(`unexpected ${described(this.current)}, expected ${wanted}`);
  }

  unexpected(): SyntaxProblem {
    return this.problem(`unexpected ${described(this.current)}`);
  }

  problem(message: string, at = this.current.at): SyntaxProblem {
    return new SyntaxProblem(message, at);
  }

  /** Parses what may hold itself. */
  deeper<Result>(parse: () => Result): Result {
    this.depth += 1;
    if (this.depth > deepest) throw new TemplateError('limit', 'The template is nested too deeply.');
    const result = parse();
    this.depth -= 1;
    return result;
  }

  /** Counts a link of a chain such as `a + b + c`, whose tree is as deep as the chain is long. */
  link(length: number): void {
    if (length > deepest) throw new TemplateError('limit', 'The template is nested too deeply.');
  }
}

const wording: { readonly [kind in Token['kind']]: string } = {
  data: 'text',
  begin: 'a tag',
  end: 'the end of the tag',
  name: 'a name',
  string: 'a text in quotes',
  integer: 'a whole number',
  float: 'a number',
  operator: 'an operator',
  eof: 'the end of the template',
};

export function described({ kind, text }: Token): string {
  if (kind === 'eof') return 'end of template';
  if (kind === 'end') return 'end of tag';
  if (kind === 'string') return 'string';
  return `'${text}'`;
}
