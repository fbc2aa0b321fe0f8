import type { Arguments, ArithmeticOperator, Comparison, ComparisonOperator, Expression, FilterCall } from './nodes';
import type { TokenStream } from './token-stream';

/** `a if b else c`, and all that binds tighter. */
export function parseExpression(stream: TokenStream, withCondition = true): Expression {
  return stream.deeper(() => (withCondition ? parseCondition(stream) : parseOr(stream)));
}

/** One expression, or several with commas: a tuple. */
export function parseTuple(
  stream: TokenStream,
  { withCondition = true, inBrackets = false, endsBefore = '' } = {},
): Expression {
  const { at } = stream.current;
  const items: Expression[] = [];
  let isTuple = false;
  while (true) {
    if (items.length > 0) stream.expect('operator', ',');
    if (endsTuple(stream, endsBefore)) break;
    items.push(parseExpression(stream, withCondition));
    if (!stream.isOperator(',')) break;
    isTuple = true;
  }
  if (isTuple) return { type: 'tuple', at, items };
  if (items.length > 0) return items[0]!;
  if (inBrackets) return { type: 'tuple', at, items };
  throw stream.unexpected();
}

const endsTuple = (stream: TokenStream, word: string) =>
  stream.is('end') || stream.isOperator(')') || (word !== '' && stream.isWord(word));

function parseCondition(stream: TokenStream): Expression {
  let then = parseOr(stream);
  while (stream.isWord('if')) {
    const { at } = stream.take();
    const test = parseOr(stream);
    const otherwise = stream.skip('name', 'else') ? stream.deeper(() => parseCondition(stream)) : undefined;
    then = { type: 'condition', at, test, then, otherwise };
  }
  return then;
}

function parseOr(stream: TokenStream): Expression {
  return parseChain(stream, parseAnd, 'name', ['or'], (_, at, left, right) => ({ type: 'or', at, left, right }));
}

function parseAnd(stream: TokenStream): Expression {
  return parseChain(stream, parseNot, 'name', ['and'], (_, at, left, right) => ({ type: 'and', at, left, right }));
}

function parseNot(stream: TokenStream): Expression {
  if (!stream.isWord('not')) return parseComparison(stream);
  const { at } = stream.take();
  return { type: 'not', at, of: stream.deeper(() => parseNot(stream)) };
}

function parseComparison(stream: TokenStream): Expression {
  const { at } = stream.current;
  const first = parseSum(stream);
  const rest: Comparison[] = [];
  for (let operator = takeComparison(stream); operator; operator = takeComparison(stream))
    rest.push({ ...operator, right: parseSum(stream) });
  return rest.length === 0 ? first : { type: 'compare', at, first, rest };
}

function takeComparison(stream: TokenStream): Pick<Comparison, 'operator' | 'at'> | undefined {
  const { at } = stream.current;
  if (stream.isOperator('==', '!=', '<', '<=', '>', '>='))
    return { operator: stream.take().text as ComparisonOperator, at };
  if (stream.skip('name', 'in')) return { operator: 'in', at };
  if (!stream.isWord('not') || stream.next.kind !== 'name' || stream.next.text !== 'in') return undefined;
  stream.take();
  stream.take();
  return { operator: 'not in', at };
}

const arithmetic = (operator: string, at: number, left: Expression, right: Expression): Expression => ({
  type: 'arithmetic',
  at,
  operator: operator as ArithmeticOperator,
  left,
  right,
});

const parseSum = (stream: TokenStream) => parseChain(stream, parseConcat, 'operator', ['+', '-'], arithmetic);

/** `~` binds tighter than `+`, as in Jinja2. */
function parseConcat(stream: TokenStream): Expression {
  const { at } = stream.current;
  const items = [parseProduct(stream)];
  while (stream.skip('operator', '~')) items.push(parseProduct(stream));
  return items.length === 1 ? items[0]! : { type: 'concat', at, items };
}

const parseProduct = (stream: TokenStream) =>
  parseChain(stream, parsePower, 'operator', ['*', '/', '//', '%'], arithmetic);

/** From left to right, and looser than a sign: `-2 ** 2` is 4 and `2 ** 3 ** 2` is 64, as in Jinja2 and not in Python. */
const parsePower = (stream: TokenStream) => parseChain(stream, parseUnary, 'operator', ['**'], arithmetic);

function parseChain(
  stream: TokenStream,
  parseOperand: (stream: TokenStream) => Expression,
  kind: 'name' | 'operator',
  operators: readonly string[],
  combine: (operator: string, at: number, left: Expression, right: Expression) => Expression,
): Expression {
  let left = parseOperand(stream);
  for (let length = 1; stream.is(kind, ...operators); length++) {
    stream.link(length);
    const { text, at } = stream.take();
    left = combine(text, at, left, parseOperand(stream));
  }
  return left;
}

function parseUnary(stream: TokenStream, withFilters = true): Expression {
  const { at } = stream.current;
  const sign = stream.isOperator('-', '+') ? stream.take().text : undefined;
  const inner: Expression = sign
    ? { type: sign === '-' ? 'negative' : 'positive', at, of: stream.deeper(() => parseUnary(stream, false)) }
    : parsePrimary(stream);
  const whole = parsePostfix(stream, inner);
  return withFilters ? parseFiltersAndTests(stream, whole) : whole;
}

const constants = new Map<string, boolean | null>([
  ...(['true', 'True'] as const).map((word) => [word, true] as const),
  ...(['false', 'False'] as const).map((word) => [word, false] as const),
  ...(['none', 'None'] as const).map((word) => [word, null] as const),
]);

function parsePrimary(stream: TokenStream): Expression {
  const { kind, text, at } = stream.current;
  switch (kind) {
    case 'name': {
      stream.take();
      const constant = constants.get(text);
      return constant === undefined ? { type: 'name', at, name: text } : { type: 'constant', at, value: constant };
    }
    case 'string': {
      let value = '';
      while (stream.is('string')) value += stream.take().text;
      return { type: 'constant', at, value };
    }
    case 'integer':
      stream.take();
      return { type: 'constant', at, value: integerOf(text) };
    case 'float':
      stream.take();
      return { type: 'constant', at, value: { float: Number(text) } };
    case 'operator':
      if (text === '(' || text === '[' || text === '{') return parseBrackets(stream);
  }
  throw stream.unexpected();
}

function integerOf(text: string): number | bigint {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : BigInt(text);
}

function parseBrackets(stream: TokenStream): Expression {
  const { text, at } = stream.take();
  if (text === '(') {
    const inner = parseTuple(stream, { inBrackets: true });
    stream.expect('operator', ')');
    return inner;
  }
  if (text === '[') return { type: 'list', at, items: parseItems(stream, ']', () => parseExpression(stream)) };
  const pairs = parseItems(stream, '}', () => {
    const key = parseExpression(stream);
    stream.expect('operator', ':');
    return [key, parseExpression(stream)] as const;
  });
  return { type: 'dict', at, pairs };
}

/** Items with commas between them, also after the last, up to the closing bracket. */
function parseItems<Item>(stream: TokenStream, closing: string, parse: () => Item): Item[] {
  const items: Item[] = [];
  while (!stream.isOperator(closing)) {
    if (items.length > 0) stream.expect('operator', ',');
    if (stream.isOperator(closing)) break;
    items.push(parse());
  }
  stream.expect('operator', closing);
  return items;
}

function parsePostfix(stream: TokenStream, start: Expression): Expression {
  let node = start;
  for (let length = 1; stream.isOperator('.', '[', '('); length++) {
    stream.link(length);
    node = stream.isOperator('(') ? parseCall(stream, node) : parseSubscript(stream, node);
  }
  return node;
}

function parseFiltersAndTests(stream: TokenStream, start: Expression): Expression {
  let node = start;
  for (let length = 1; ; length++) {
    stream.link(length);
    if (stream.skip('operator', '|')) node = parseFilter(stream, node);
    else if (stream.skip('name', 'is')) node = parseTest(stream, node);
    else if (stream.isOperator('(')) node = parseCall(stream, node);
    else return node;
  }
}

function parseCall(stream: TokenStream, callee: Expression): Expression {
  const { at } = stream.current;
  return { type: 'call', at, callee, ...parseArguments(stream) };
}

function parseSubscript(stream: TokenStream, of: Expression): Expression {
  const { at } = stream.current;
  if (stream.skip('operator', '.')) {
    const { kind, text } = stream.current;
    if (kind !== 'name' && kind !== 'integer') throw stream.problem('expected a name or a number after the dot');
    stream.take();
    if (kind === 'name') return { type: 'attribute', at, of, name: text };
    return { type: 'item', at, of, key: { type: 'constant', at, value: integerOf(text) } };
  }
  stream.expect('operator', '[');
  const keys: Expression[] = [];
  while (!stream.isOperator(']')) {
    if (keys.length > 0) stream.expect('operator', ',');
    keys.push(parseKey(stream));
  }
  stream.expect('operator', ']');
  return { type: 'item', at, of, key: keys.length === 1 ? keys[0]! : { type: 'tuple', at, items: keys } };
}

/** An expression, or `start:stop:step` with each part optional. */
function parseKey(stream: TokenStream): Expression {
  const { at } = stream.current;
  const part = () => (stream.isOperator(':', ']', ',') ? undefined : parseExpression(stream));
  const first = part();
  if (!stream.isOperator(':')) {
    if (!first) throw stream.unexpected();
    return first;
  }
  const parts = [first];
  while (parts.length < 3 && stream.skip('operator', ':')) parts.push(part());
  return { type: 'slice', at, parts };
}

/** The name of a filter or test, which may have dots. */
function parseDotted(stream: TokenStream): string {
  let name = stream.expect('name').text;
  while (stream.skip('operator', '.')) name += `.${stream.expect('name').text}`;
  return name;
}

/** After `|`. */
function parseFilter(stream: TokenStream, of: Expression | undefined): FilterCall {
  const { at } = stream.current;
  const name = parseDotted(stream);
  return { type: 'filter', at, of, name, ...(stream.isOperator('(') ? parseArguments(stream) : noArguments) };
}

/** Filters one after the other on the text of a block, in `{% filter a | b %}` and `{% set x | a | b %}`. */
export function parseBlockFilter(stream: TokenStream): FilterCall {
  let filter = parseFilter(stream, undefined);
  while (stream.skip('operator', '|')) filter = parseFilter(stream, filter);
  return filter;
}

/** After `is`. An argument needs no brackets: `is divisibleby 3`. */
function parseTest(stream: TokenStream, of: Expression): Expression {
  const negation = stream.isWord('not') ? stream.take() : undefined;
  const { at } = stream.current;
  const name = parseDotted(stream);
  let given: Arguments = noArguments;
  if (stream.isOperator('(')) given = parseArguments(stream);
  else if (beginsArgument(stream)) {
    if (stream.isWord('is')) throw stream.problem('You cannot chain multiple tests with is');
    given = { positional: [parsePostfix(stream, parsePrimary(stream))], named: [] };
  }
  const test: Expression = { type: 'test', at, of, name, ...given };
  return negation ? { type: 'not', at: negation.at, of: test } : test;
}

function beginsArgument(stream: TokenStream): boolean {
  if (stream.is('name')) return !stream.isWord('else', 'or', 'and');
  return stream.is('string') || stream.is('integer') || stream.is('float') || stream.isOperator('(', '[', '{');
}

const noArguments: Arguments = { positional: [], named: [] };

function parseArguments(stream: TokenStream): Arguments {
  stream.expect('operator', '(');
  const positional: Expression[] = [];
  const named: [string, Expression][] = [];
  let spread: Expression | undefined;
  let namedSpread: Expression | undefined;
  const must = (isAllowed: boolean) => {
    if (!isAllowed) throw stream.problem('invalid syntax for function call expression');
  };
  parseItems(stream, ')', () => {
    if (stream.skip('operator', '*')) {
      must(!spread && !namedSpread);
      spread = parseExpression(stream);
    } else if (stream.skip('operator', '**')) {
      must(!namedSpread);
      namedSpread = parseExpression(stream);
    } else if (stream.is('name') && stream.next.kind === 'operator' && stream.next.text === '=') {
      must(!namedSpread);
      const name = stream.take().text;
      if (named.some(([known]) => known === name)) throw stream.problem(`keyword argument repeated: ${name}`);
      stream.take();
      named.push([name, parseExpression(stream)]);
    } else {
      must(!spread && !namedSpread && named.length === 0);
      positional.push(parseExpression(stream));
    }
  });
  return { positional, named, ...(spread && { spread }), ...(namedSpread && { namedSpread }) };
}
