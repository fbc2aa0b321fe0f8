import { limits } from '../limits';
import { SyntaxProblem, TemplateError } from '../template-error';

export type Tag =
  | { readonly type: 'text'; readonly text: string }
  | ({ readonly type: 'value'; readonly isEscaped: boolean } & Named)
  | ({ readonly type: 'section' | 'inverted'; readonly children: readonly Tag[] } & Named)
  /** `indentation`: what goes before each line of the partial; none unless the tag has a line of its own. */
  | { readonly type: 'partial'; readonly name: string; readonly at: number; readonly indentation: string };

interface Named {
  readonly name: string;
  /** Parts of the name; none for `.`, the innermost context. */
  readonly path: readonly string[];
  /** Offset in the template. */
  readonly at: number;
}

/** Sections within each other. */
const deepest = 200;
const restOfLine = /[ \t]*(?:\r?\n|$)/y;
const space = /\s*/y;

/**
 * The grammar of https://github.com/mustache/spec 1.4, without lambdas, inheritance and dynamic names. A tag that is
 * alone on its line takes the line with it, unless it stands for a value.
 *
 * @throws SyntaxProblem, and a TemplateError of kind `limit` for sections that are nested too deeply
 */
export function parseMustache(template: string): readonly Tag[] {
  return new Parser(template).tags();
}

interface Open {
  readonly type: 'section' | 'inverted';
  readonly name: string;
  readonly at: number;
  readonly children: Tag[];
}

class Parser {
  private delimiters: readonly [string, string] = ['{{', '}}'];
  private readonly top: Tag[] = [];
  private readonly open: Open[] = [];
  /** Where the next text begins, and whether that is the beginning of a line. */
  private at = 0;
  private isAtLineStart = true;
  private count = 0;

  constructor(private readonly template: string) {}

  tags(): readonly Tag[] {
    const { template } = this;
    while (true) {
      const start = template.indexOf(this.delimiters[0], this.at);
      if (start < 0) break;
      this.tag(start);
    }
    this.text(template.length);
    const unclosed = this.open.at(-1);
    if (unclosed) throw new SyntaxProblem(`The section ${unclosed.name} is not closed`, unclosed.at);
    return this.top;
  }

  private get into(): Tag[] {
    return this.open.at(-1)?.children ?? this.top;
  }

  private text(end: number): void {
    if (end > this.at) this.into.push({ type: 'text', text: this.template.slice(this.at, end) });
  }

  private tag(start: number): void {
    this.count += 1;
    if (this.count > limits.tokens)
      throw new TemplateError('limit', `The template has more than ${limits.tokens} tags.`);
    const { template, delimiters } = this;
    const inside = start + delimiters[0].length;
    space.lastIndex = inside;
    space.test(template);
    const sigil = template[space.lastIndex] ?? '';
    const isMarked = '#^/>!={&<$'.includes(sigil) && sigil !== '';
    const from = isMarked ? space.lastIndex + 1 : inside;
    const close = (sigil === '{' ? '}' : sigil === '=' ? '=' : '') + delimiters[1];
    const end = template.indexOf(close, from);
    if (end < 0) throw new SyntaxProblem(`The tag is not closed by ${close}`, start);
    const content = template.slice(from, end).trim();
    const after = end + close.length;
    if (!isMarked || sigil === '{' || sigil === '&') {
      this.text(start);
      this.into.push({ type: 'value', isEscaped: !isMarked, ...named(content, start) });
      this.goOn(after, false);
    } else this.lineTag(sigil, content, start, after);
  }

  /** A tag that may have a line of its own. */
  private lineTag(sigil: string, content: string, start: number, after: number): void {
    const { template } = this;
    const newline = template.slice(this.at, start).lastIndexOf('\n');
    const lineStart = newline >= 0 ? this.at + newline + 1 : this.isAtLineStart ? this.at : undefined;
    const before = lineStart === undefined ? undefined : template.slice(lineStart, start);
    restOfLine.lastIndex = after;
    const isAlone = before !== undefined && /^[ \t]*$/.test(before) && restOfLine.test(template);
    this.text(isAlone ? lineStart! : start);
    this.act(sigil, content, start, isAlone ? before : '');
    this.goOn(isAlone ? restOfLine.lastIndex : after, isAlone);
  }

  private goOn(at: number, isAtLineStart: boolean): void {
    this.at = at;
    this.isAtLineStart = isAtLineStart;
  }

  private act(sigil: string, content: string, at: number, indentation: string): void {
    switch (sigil) {
      case '#':
      case '^':
        this.begin(sigil === '#' ? 'section' : 'inverted', content, at);
        break;
      case '/':
        this.end(content, at);
        break;
      case '>':
        if (content.startsWith('*')) throw new SyntaxProblem('The name of an included prompt is written out', at);
        this.into.push({ type: 'partial', name: named(content, at).name, at, indentation });
        break;
      case '=':
        this.redelimit(content, at);
        break;
      case '<':
      case '$':
        throw new SyntaxProblem('Parents and blocks are not supported; {{> name}} includes a prompt', at);
    }
  }

  private begin(type: Open['type'], content: string, at: number): void {
    const children: Tag[] = [];
    const section = { type, children, ...named(content, at) };
    this.into.push(section);
    this.open.push(section);
    if (this.open.length > deepest) throw new TemplateError('limit', 'The template is nested too deeply.');
  }

  private end(content: string, at: number): void {
    const section = this.open.pop();
    if (!section) throw new SyntaxProblem(`No section ${content} is open`, at);
    if (section.name !== content) throw new SyntaxProblem(`The section ${section.name} is not closed`, section.at);
  }

  private redelimit(content: string, at: number): void {
    const [opening = '', closing = '', ...more] = content.split(/\s+/);
    if (!opening || !closing || more.length > 0 || content.includes('='))
      throw new SyntaxProblem('Delimiters are set as in {{=<% %>=}}', at);
    this.delimiters = [opening, closing];
  }
}

function named(name: string, at: number): Named {
  if (name === '') throw new SyntaxProblem('The tag has no name', at);
  return { name, path: name === '.' ? [] : name.split('.'), at };
}
