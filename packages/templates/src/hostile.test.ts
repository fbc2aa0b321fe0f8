import { checkTemplate, limits, renderTemplate, TemplateError, type TemplateErrorKind, type Variables } from './index';

type Syntax = 'JINJA' | 'MUSTACHE';

const doubling = (times: number) => `{% set x = "0123456789abcdef" %}${'{% set x = x ~ x %}'.repeat(times)}{{ x }}`;
const cycle: { [name: string]: unknown } = {};
cycle.self = cycle;
const nested = (depth: number) => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`);

/** Each with how it ends: the kind of its error, or the text that it harmlessly renders. */
const hostile: [
  what: string,
  syntax: Syntax,
  template: string,
  variables: Variables,
  end: TemplateErrorKind | { text: string },
][] = [
  [
    'an endless loop',
    'JINJA',
    '{% for i in range(100000) %}{% for j in range(100000) %}{% endfor %}{% endfor %}',
    {},
    'limit',
  ],
  ['a huge range', 'JINJA', '{% for i in range(1000000000) %}x{% endfor %}', {}, 'limit'],
  ['a text of a gigabyte', 'JINJA', '{{ "x" * 1000000000 }}', {}, 'limit'],
  ['a list of a gigabyte', 'JINJA', '{{ [1, 2, 3] * 1000000000 }}', {}, 'limit'],
  ['an indent of a gigabyte', 'JINJA', '{{ "x"|indent(1000000000) }}', {}, 'limit'],
  ['forty doublings', 'JINJA', doubling(40), {}, 'limit'],
  ['fifteen doublings, more than a prompt may have', 'JINJA', doubling(15), {}, 'limit'],
  [
    'few steps, each slow',
    'JINJA',
    '{% set x = "x" * 1000000 %}{% for i in range(20000) %}{{ "y" in x }}{% endfor %}',
    {},
    'limit',
  ],
  ['a macro without an end', 'JINJA', '{% macro f(n) %}{{ f(n) }}{% endmacro %}{{ f(1) }}', {}, 'limit'],
  ['a loop in a loop in itself', 'JINJA', '{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}', {}, 'limit'],
  ['brackets without an end', 'JINJA', `{{ ${'('.repeat(30_000)}1${')'.repeat(30_000)} }}`, {}, 'limit'],
  ['a chain of signs', 'JINJA', `{{ ${'-'.repeat(30_000)}1 }}`, {}, 'limit'],
  ['a chain of sums', 'JINJA', `{{ 1${'+1'.repeat(30_000)} }}`, {}, 'limit'],
  ['a path of thousands', 'JINJA', `{{ x${'.a'.repeat(15_000)} }}`, { x: {} }, 'limit'],
  ['thousands of raw blocks that nothing ends', 'JINJA', '{% raw %}'.repeat(7000), {}, 'syntax'],
  ['a text of escapes that nothing ends', 'JINJA', `{{ "${'\\"'.repeat(30_000)}`, {}, 'syntax'],
  ['a template beyond its size', 'JINJA', 'x'.repeat(limits.template + 1), {}, 'limit'],
  ['variables beyond their size', 'JINJA', '{{ x }}', { x: 'x'.repeat(limits.variables) }, 'limit'],
  ['variables in a circle', 'JINJA', '{{ x }}', { x: cycle }, 'limit'],
  ['variables of great depth', 'JINJA', '{{ x }}', { x: nested(3000) }, 'limit'],
  ['a constructor', 'JINJA', '{{ x.constructor.constructor("return process")() }}', { x: {} }, 'missing-variable'],
  ['a prototype', 'JINJA', '{{ x.__proto__ }}', { x: {} }, 'missing-variable'],
  [
    'a member called __proto__',
    'JINJA',
    '{{ x }}',
    { x: JSON.parse('{"__proto__": 1}') },
    { text: "{'__proto__': 1}" },
  ],
  ['a class’s way to its builtins', 'JINJA', '{{ "".__class__.__mro__ }}', {}, 'missing-variable'],
  ['a function among the variables', 'JINJA', '{{ x() }}', { x: () => process.exit(1) }, 'missing-variable'],
  ['the file system', 'JINJA', '{% include "/etc/passwd" %}', {}, 'failure'],
  [
    'sections that multiply',
    'MUSTACHE',
    `${'{{#x}}'.repeat(9)}x${'{{/x}}'.repeat(9)}`,
    { x: Array(50).fill(1) },
    'limit',
  ],
  [
    'a long text many times',
    'MUSTACHE',
    '{{#x}}{{y}}{{/x}}',
    { x: Array(20_000).fill(1), y: 'y'.repeat(99_000) },
    'limit',
  ],
  [
    'thousands of sections in each other',
    'MUSTACHE',
    `${'{{#x}}'.repeat(5000)}${'{{/x}}'.repeat(5000)}`,
    { x: true },
    'limit',
  ],
  [
    'a name of thousands of parts for each of thousands of items',
    'MUSTACHE',
    `{{#l}}{{#x${'.x'.repeat(15_000)}}}{{/x${'.x'.repeat(15_000)}}}{{/l}}`,
    { l: Array(20_000).fill(1) },
    'limit',
  ],
  [
    'Function by way of a constructor',
    'MUSTACHE',
    '{{#x.constructor.constructor}}process.exit(1){{/x.constructor.constructor}}',
    { x: [] },
    { text: '' },
  ],
  ['a constructor', 'MUSTACHE', '{{x.constructor}}', { x: {} }, 'missing-variable'],
  ['a function among the variables', 'MUSTACHE', '{{#x}}y{{/x}}', { x: () => process.exit(1) }, { text: '' }],
];

const endOf = (syntax: Syntax, template: string, variables: Variables): TemplateErrorKind | { text: string } => {
  try {
    return { text: renderTemplate({ syntax, template, variables }) };
  } catch (error) {
    if (error instanceof TemplateError) return error.kind;
    throw error;
  }
};

/** A test's time limit cannot interrupt what it tests, but is heard here when it is over. */
const withinTheTestsTime = () => new Promise((resolve) => setTimeout(resolve));

test.each(hostile)(
  '%s (%s) is stopped, and the next render is right',
  async (_, syntax, template, variables, end) => {
    expect(endOf(syntax, template, variables)).toEqual(end);
    checkTemplate({ syntax, template, variables: [] });
    await withinTheTestsTime();
    for (const syntax of ['JINJA', 'MUSTACHE'] as const) {
      expect(renderTemplate({ syntax, template: 'Hello {{ name }}!', variables: { name: 'Ana' } })).toBe('Hello Ana!');
    }
  },
  10_000,
);

test('few tags of Mustache, each slow, end', () => {
  const depth = 190;
  const template = `${'{{#a}}'.repeat(depth)}{{#l}}${'{{^z}}{{/z}}'.repeat(10)}{{/l}}${'{{/a}}'.repeat(depth)}`;
  const render = () =>
    renderTemplate({ syntax: 'MUSTACHE', template, variables: { a: {}, z: 1, l: Array(9000).fill({ z: [] }) } });
  expect(render).toThrow(`The template takes more than ${limits.steps} steps.`);
});

/** Runs `work` and counts what it searches: calls on texts, and the items of lists. A count does not depend on the machine. */
function searchesOf(work: () => void): number {
  const { indexOf } = String.prototype;
  const list = { includes: Array.prototype.includes, indexOf: Array.prototype.indexOf };
  let count = 0;
  String.prototype.indexOf = function (this: string, ...args: [string, number?]) {
    count += 1;
    return indexOf.apply(this, args);
  };
  for (const name of ['includes', 'indexOf'] as const)
    Array.prototype[name] = function (this: unknown[], ...args: [unknown, number?]) {
      count += this.length;
      return (list[name] as (...args: unknown[]) => never).apply(this, args);
    };
  try {
    work();
  } finally {
    String.prototype.indexOf = indexOf;
    Object.assign(Array.prototype, list);
  }
  return count;
}

test.each<Syntax>(['JINJA', 'MUSTACHE'])(
  'the work of checking grows with the names, not with their square (%s)',
  (syntax) => {
    const check = (count: number) => {
      const names = Array.from({ length: count }, (_, index) => `n${index}`);
      const template = names.map((name) => `{{${name}}}`).join('\n');
      return checkTemplate({
        syntax,
        template,
        variables: names.map((name) => ({ name: `${name}_`, required: true })),
      });
    };
    const problems = check(2900);
    expect(problems).toHaveLength(2 * 2900);
    expect(problems[2899]).toMatchObject({ line: 2900, column: syntax === 'JINJA' ? 3 : 1 });

    const few = searchesOf(() => check(290));
    expect(few).toBeGreaterThan(0);
    expect(searchesOf(() => check(2900))).toBeLessThan(12 * few);
  },
);

test('a hundred memory bombs do not grow the process', () => {
  const bomb = () => endOf('JINJA', doubling(40), {});
  bomb();
  const before = process.memoryUsage().rss;
  for (let i = 0; i < 100; i++) expect(bomb()).toBe('limit');
  expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024);
});
