import { placeOf, TemplateError } from '../template-error';
import type { MacroBody, Parameter, Statement, Target } from './nodes';
import { parseBlockFilter, parseExpression, parseTuple } from './parse-expression';
import { described, TokenStream } from './token-stream';
import { SyntaxProblem, tokenize } from './tokens';

/**
 * Jinja2's grammar, without `extends` and `import`, which have no meaning for prompts. `source` has normal newlines.
 *
 * @throws TemplateError of kind `syntax` with the place, or `limit` for what is nested too deeply
 */
export function parseTemplate(source: string): { body: readonly Statement[]; tokens: number } {
  try {
    const tokens = tokenize(source);
    return { body: new Parser(new TokenStream(tokens)).template(), tokens: tokens.length };
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error;
    const message = error.message;
    throw new TemplateError('syntax', `${message[0]!.toUpperCase()}${message.slice(1)}.`, placeOf(source, error.at));
  }
}

const reserved = new Set([
  'true',
  'false',
  'none',
  'True',
  'False',
  'None',
  'and',
  'or',
  'not',
  'in',
  'is',
  'if',
  'else',
]);

class Parser {
  /** Tags that are open, with what would end them; for the message when nothing does. */
  private readonly open: { readonly tag: string; readonly ends: readonly string[] }[] = [];
  private readonly blocks = new Set<string>();

  constructor(private readonly stream: TokenStream) {}

  template(): Statement[] {
    const body = this.body([]);
    if (!this.stream.is('eof')) throw this.unknownTag();
    return body;
  }

  /** Statements up to a tag with one of these names, whose name is then the current token. */
  private body(ends: readonly string[], tag = ''): Statement[] {
    const { stream } = this;
    if (ends.length > 0) this.open.push({ tag, ends });
    const statements: Statement[] = [];
    while (true) {
      const { kind, text, at } = stream.current;
      if (kind === 'eof') {
        if (ends.length > 0) throw this.unended();
        return statements;
      }
      stream.take();
      if (kind === 'data') statements.push({ type: 'text', at, text });
      else if (text === '{{') {
        const value = parseTuple(stream);
        stream.expect('end');
        statements.push({ type: 'output', at: value.at, value });
      } else {
        if (!stream.is('name')) throw stream.problem('tag name expected');
        if (ends.includes(stream.current.text)) {
          this.open.pop();
          return statements;
        }
        const statement = stream.deeper(() => this.statement());
        if (statement) statements.push(...(Array.isArray(statement) ? statement : [statement]));
        stream.expect('end');
      }
    }
  }

  private block(tag: string, ends: readonly string[]): Statement[] {
    this.stream.expect('end');
    return this.body(ends, tag);
  }

  /** From a tag's name to before its end. */
  private statement(): Statement | Statement[] {
    const { stream } = this;
    const { text, at } = stream.current;
    switch (text) {
      case 'for':
        return this.loop();
      case 'if':
        return this.condition();
      case 'set':
        return this.assignment();
      case 'with':
        return this.with();
      case 'macro': {
        stream.take();
        const name = stream.expect('name').text;
        return { type: 'macro', at, ...this.macro(name, this.parameters(), 'macro') };
      }
      case 'call':
        return this.callBlock();
      case 'filter': {
        stream.take();
        const filter = parseBlockFilter(stream);
        const body = this.block('filter', ['endfilter']);
        stream.take();
        return { type: 'filterBlock', at, filter, body };
      }
      case 'block':
        return this.namedBlock();
      case 'include':
        return this.include();
      case 'print': {
        stream.take();
        const values: Statement[] = [];
        while (!stream.is('end')) {
          if (values.length > 0) stream.expect('operator', ',');
          const value = parseExpression(stream);
          values.push({ type: 'output', at: value.at, value });
        }
        return values;
      }
      case 'autoescape':
        return this.autoescape();
      case 'extends':
      case 'import':
      case 'from':
        throw stream.problem(`'${text}' is for pages; a prompt can 'include' another`);
    }
    throw this.unknownTag();
  }

  private loop(): Statement {
    const { stream } = this;
    const { at } = stream.take();
    const target = this.target('in');
    stream.expect('name', 'in');
    const over = parseTuple(stream, { withCondition: false, endsBefore: 'recursive' });
    const test = stream.skip('name', 'if') ? parseExpression(stream) : undefined;
    const isRecursive = stream.skip('name', 'recursive');
    const body = this.block('for', ['endfor', 'else']);
    const otherwise = stream.take().text === 'else' ? this.block('for', ['endfor']) : [];
    if (stream.isWord('endfor')) stream.take();
    return { type: 'for', at, target, over, ...(test && { test }), isRecursive, body, otherwise };
  }

  private condition(): Statement {
    const { stream } = this;
    const { at } = stream.current;
    const branches: { test: ReturnType<typeof parseTuple>; body: Statement[] }[] = [];
    let otherwise: Statement[] = [];
    let word = stream.take().text;
    while (word === 'if' || word === 'elif') {
      const test = parseTuple(stream, { withCondition: false });
      branches.push({ test, body: this.block('if', ['elif', 'else', 'endif']) });
      word = stream.take().text;
    }
    if (word === 'else') {
      otherwise = this.block('if', ['endif']);
      stream.take();
    }
    return { type: 'if', at, branches, otherwise };
  }

  private assignment(): Statement {
    const { stream } = this;
    const { at } = stream.take();
    const target = this.target('=', true);
    if (stream.skip('operator', '=')) return { type: 'set', at, target, value: parseTuple(stream) };
    const filter = stream.skip('operator', '|') ? parseBlockFilter(stream) : undefined;
    const body = this.block('set', ['endset']);
    stream.take();
    return { type: 'capture', at, target, ...(filter && { filter }), body };
  }

  private with(): Statement {
    const { stream } = this;
    const { at } = stream.take();
    const bindings: (readonly [Target, ReturnType<typeof parseExpression>])[] = [];
    while (!stream.is('end')) {
      if (bindings.length > 0) stream.expect('operator', ',');
      const target = this.target('=');
      stream.expect('operator', '=');
      bindings.push([target, parseExpression(stream)]);
    }
    const body = this.block('with', ['endwith']);
    stream.take();
    return { type: 'with', at, bindings, body };
  }

  private parameters(): Parameter[] {
    const { stream } = this;
    const parameters: Parameter[] = [];
    stream.expect('operator', '(');
    while (!stream.isOperator(')')) {
      if (parameters.length > 0) stream.expect('operator', ',');
      const name = this.name();
      if (stream.skip('operator', '=')) parameters.push({ name, fallback: parseExpression(stream) });
      else if (parameters.at(-1)?.fallback) throw stream.problem('non-default argument follows default argument');
      else parameters.push({ name });
    }
    stream.expect('operator', ')');
    return parameters;
  }

  private macro(name: string | undefined, parameters: readonly Parameter[], tag: 'macro' | 'call'): MacroBody {
    const body = this.block(tag, [`end${tag}`]);
    this.stream.take();
    return { name, parameters, body };
  }

  private callBlock(): Statement {
    const { stream } = this;
    const { at } = stream.take();
    const parameters = stream.isOperator('(') ? this.parameters() : [];
    const call = parseExpression(stream);
    if (call.type !== 'call') throw stream.problem('expected call', call.at);
    return { type: 'callBlock', at, call, caller: this.macro(undefined, parameters, 'call') };
  }

  private namedBlock(): Statement {
    const { stream } = this;
    const { at } = stream.take();
    const name = stream.expect('name').text;
    if (this.blocks.has(name)) throw stream.problem(`block '${name}' defined twice`, at);
    this.blocks.add(name);
    const isScoped = stream.skip('name', 'scoped');
    stream.skip('name', 'required');
    const body = this.block('block', ['endblock']);
    stream.take();
    if (stream.isWord(name)) stream.take();
    return { type: 'block', at, name, isScoped, body };
  }

  private include(): Statement {
    const { stream } = this;
    const { at } = stream.take();
    const name = parseExpression(stream);
    if (name.type !== 'constant' || typeof name.value !== 'string')
      throw stream.problem(
        "the name of an included prompt is written out, as in {% include 'tone@production' %}",
        name.at,
      );
    const mayBeMissing = stream.isWord('ignore') && stream.next.text === 'missing';
    if (mayBeMissing) {
      stream.take();
      stream.take();
    }
    let withContext = true;
    if (stream.isWord('with', 'without') && stream.next.text === 'context') {
      withContext = stream.take().text === 'with';
      stream.take();
    }
    return { type: 'include', at, reference: name.value, mayBeMissing, withContext };
  }

  private autoescape(): Statement[] {
    const { stream } = this;
    stream.take();
    const mode = parseExpression(stream);
    if (mode.type !== 'constant' || mode.value !== false)
      throw stream.problem('prompts are not escaped for HTML; only {% autoescape false %} is possible', mode.at);
    const body = this.block('autoescape', ['endautoescape']);
    stream.take();
    return body;
  }

  /** What is assigned to: a name, several, or with `members` also an attribute of a namespace. */
  private target(before: 'in' | '=', members = false): Target {
    const { stream } = this;
    const { at } = stream.current;
    const targets: Target[] = [];
    let isTuple = false;
    while (true) {
      if (targets.length > 0) stream.expect('operator', ',');
      if (targets.length > 0 && (stream.is('end') || stream.isOperator(')', '=') || stream.isWord(before))) break;
      targets.push(this.oneTarget(members));
      if (!stream.isOperator(',')) break;
      isTuple = true;
    }
    return isTuple ? { type: 'unpack', targets, at } : targets[0]!;
  }

  private oneTarget(members: boolean): Target {
    const { stream } = this;
    const { at } = stream.current;
    if (stream.skip('operator', '(')) {
      const inner = this.target('=', members);
      stream.expect('operator', ')');
      return inner;
    }
    const name = this.name();
    if (members && stream.skip('operator', '.'))
      return { type: 'member', object: name, name: stream.expect('name').text, at };
    return { type: 'name', name, at };
  }

  private name(): string {
    const { text } = this.stream.expect('name');
    if (reserved.has(text)) throw this.stream.problem(`can't assign to '${text}'`);
    return text;
  }

  private unknownTag() {
    const { stream } = this;
    const found = stream.current;
    const open = this.open.at(-1);
    const hint = open
      ? ` The innermost block that needs to be closed is '${open.tag}', with ${wordsOf(open.ends)}`
      : '';
    return stream.problem(`unknown tag ${described(found)}${hint ? `.${hint}` : ''}`);
  }

  private unended() {
    const { tag, ends } = this.open.at(-1)!;
    return this.stream.problem(`unexpected end of template: '${tag}' needs ${wordsOf(ends)}`);
  }
}

const wordsOf = (ends: readonly string[]) => ends.map((end) => `'${end}'`).join(' or ');
