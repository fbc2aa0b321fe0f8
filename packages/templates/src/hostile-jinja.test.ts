import { limits, renderTemplate, TemplateError, type Variables } from './index';

const big = 'x'.repeat(200_000);
const wide = '😀'.repeat(50_000);
const list = Array.from({ length: 20_000 }, (_, index) => index);
const names = Array.from({ length: 9000 }, (_, index) => `k${index}`);
const dict = Object.fromEntries(names.map((name, index) => [name, index]));
const nest = (depth: number) => JSON.parse('['.repeat(depth) + ']'.repeat(depth));

/** Each with how it ends: the kind of its error, or `text` for what is harmless. */
const hostile: [what: string, template: string, variables: Variables, end: string][] = [
  ['endless loop', '{% for i in range(100000) %}{% for j in range(100000) %}{% endfor %}{% endfor %}', {}, 'limit'],
  ['range1e9', '{% for i in range(1000000000) %}x{% endfor %}', {}, 'limit'],
  ['range list', '{{ range(2000000)|list|length }}', {}, 'limit'],
  ['range 2M sum', '{{ range(2000000)|sum }}', {}, 'limit'],
  ['str*', '{{ "x" * 1000000000 }}', {}, 'limit'],
  ['list*', '{{ [1,2,3] * 1000000000 }}', {}, 'limit'],
  ['indent', '{{ "x"|indent(1000000000, true) }}', {}, 'limit'],
  ['center', '{{ "x"|center(1000000000) }}', {}, 'failure'],
  ['center2', '{{ "x"|center(999999)|length }}', {}, 'limit'],
  ['ljust', '{{ "x".ljust(1000000000) }}', {}, 'failure'],
  ['zfill', '{{ "x".zfill(1000000000) }}', {}, 'failure'],
  ['expandtabs', '{{ "\t\t".expandtabs(1000000000) }}', {}, 'limit'],
  ['fmt width', '{{ "%1000000000d" % 5 }}', {}, 'limit'],
  ['fmt prec', '{{ "%.1000000000f" % 5 }}', {}, 'limit'],
  ['format width', '{{ "{:1000000000}".format(5) }}', {}, 'limit'],
  ['format prec', '{{ "{:.100000f}".format(5.5) }}', {}, 'failure'],
  ['pow', '{{ 9**9**9 }}', {}, 'text'],
  ['pow2', '{{ 10**100000 }}', {}, 'limit'],
  ['pow3', '{% set x = 7**7000 %}{% for i in range(9000) %}{% set y = x * x %}{% endfor %}', {}, 'limit'],
  ['pow4', '{{ (2**200000)|string }}', {}, 'limit'],
  ['pow5', '{{ 2**3000000 % 7}}', {}, 'limit'],
  [
    'pow loop',
    '{% set ns = namespace(x=3) %}{% for i in range(60) %}{% set ns.x = ns.x * ns.x %}{% endfor %}',
    {},
    'limit',
  ],
  ['int str', '{{ ("9" * 4000)|int }}', {}, 'text'],
  ['int base', '{{ ("z" * 4000)|int(0, 36) }}', {}, 'failure'],
  ['int loop', '{% for i in range(9000) %}{% set y = ("9" * 200)|int %}{% endfor %}', {}, 'limit'],
  ['double', `{% set x = "0123456789abcdef" %}${'{% set x = x ~ x %}'.repeat(40)}{{ x }}`, {}, 'limit'],
  ['double list', `{% set x = [1,2] %}${'{% set x = x + x %}'.repeat(40)}`, {}, 'limit'],
  ['replace', '{{ x|replace("", "yyyyyyyy")|length }}', { x: big }, 'limit'],
  ['replace2', '{% for i in range(50000) %}{{ x|replace("z", "y")|length }}{% endfor %}', { x: big }, 'limit'],
  ['in', '{% for i in range(20000) %}{{ "y" in x }}{% endfor %}', { x: big }, 'limit'],
  ['in list', '{% for i in range(20000) %}{{ -1 in x }}{% endfor %}', { x: list }, 'limit'],
  ['sort', '{% for i in range(100) %}{% set y = x|sort %}{% endfor %}', { x: names }, 'limit'],
  [
    'sort rev',
    '{% for i in range(100) %}{% set y = x|sort(attribute="0",reverse=true) %}{% endfor %}',
    { x: names },
    'limit',
  ],
  ['unique', '{% for i in range(1000) %}{% set y = x|unique|list %}{% endfor %}', { x: names }, 'limit'],
  ['groupby', '{% for i in range(1000) %}{% set y = x|groupby(0) %}{% endfor %}', { x: names }, 'limit'],
  ['split', '{% for i in range(1000) %}{% set y = x.split("x") %}{% endfor %}', { x: big }, 'limit'],
  ['chars', '{% for i in range(1000) %}{% set y = x|list %}{% endfor %}', { x: big }, 'limit'],
  ['index astral', '{% for i in range(1000) %}{{ x[5] }}{% endfor %}', { x: wide }, 'limit'],
  ['slice', '{% for i in range(1000) %}{% set y = x[::-1] %}{% endfor %}', { x: big }, 'limit'],
  ['length astral', '{% for i in range(50000) %}{% set y = x|length %}{% endfor %}', { x: wide }, 'limit'],
  ['upper', '{% for i in range(50000) %}{% set y = x|upper %}{% endfor %}', { x: big }, 'limit'],
  ['strip', '{% for i in range(50000) %}{% set y = x.strip("y") %}{% endfor %}', { x: big }, 'limit'],
  ['lower test', '{% for i in range(50000) %}{% set y = x is lower %}{% endfor %}', { x: big }, 'limit'],
  ['wordwrap', '{% for i in range(1000) %}{% set y = x|wordwrap(1) %}{% endfor %}', { x: big }, 'limit'],
  ['wordwrap2', '{{ x|wordwrap(3) }}', { x: 'a-'.repeat(100000) }, 'limit'],
  ['wordwrap3', '{{ x|wordwrap(30) }}', { x: '-'.repeat(200000) }, 'limit'],
  ['striptags', '{{ x|striptags }}', { x: '<'.repeat(200000) }, 'text'],
  ['striptags2', '{{ x|striptags }}', { x: '<!--'.repeat(50000) }, 'text'],
  ['title', '{{ x|title }}', { x: '-('.repeat(100000) }, 'text'],
  ['wordcount', '{{ x|wordcount }}', { x: 'a '.repeat(100000) }, 'text'],
  ['truncate', '{{ x|truncate(100000)|length }}', { x: big }, 'text'],
  ['urlencode', '{{ x|urlencode|length }}', { x: 'é'.repeat(100000) }, 'text'],
  ['tojson', '{{ x|tojson|length }}', { x: list }, 'text'],
  ['tojson indent', '{{ x|tojson(1000)|length }}', { x: list }, 'limit'],
  ['pprint', '{{ x|pprint|length }}', { x: list }, 'text'],
  ['pprint nest', '{{ x|pprint|length }}', { x: nest(190) }, 'failure'],
  ['tojson nest', '{{ x|tojson }}', { x: nest(190) }, 'failure'],
  ['print nest', '{{ x }}', { x: nest(190) }, 'failure'],
  ['join', '{% for i in range(1000) %}{% set y = x|join(",") %}{% endfor %}', { x: list }, 'limit'],
  ['macro rec', '{% macro f(n) %}{{ f(n) }}{% endmacro %}{{ f(1) }}', {}, 'limit'],
  ['loop rec', '{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}', {}, 'limit'],
  [
    'macro bin',
    '{% macro f(n) %}{% if n > 0 %}{{ f(n-1) }}{{ f(n-1) }}{% endif %}{% endmacro %}{{ f(50) }}',
    {},
    'limit',
  ],
  ['caller rec', '{% macro f() %}{% call f() %}{{ caller() }}{% endcall %}{% endmacro %}{{ f() }}', {}, 'failure'],
  ['self rec', '{% block a %}{{ self.a() }}{% endblock %}', {}, 'limit'],
  ['selfref list', '{% set x = [] %}{% set _ = x.append(x) %}{{ x }}', {}, 'text'],
  [
    'selfref eq',
    '{% set x = [] %}{% set _ = x.append(x) %}{% set y = [] %}{% set _ = y.append(y) %}{{ x == y }}',
    {},
    'failure',
  ],
  ['selfref json', '{% set x = [] %}{% set _ = x.append(x) %}{{ x|tojson }}', {}, 'failure'],
  ['selfref dict', '{% set x = {} %}{% set _ = x.update({"a": x}) %}{{ x }}{{ x|pprint }}', {}, 'text'],
  ['exp list', `{% set x = [1] %}${'{% set x = [x, x] %}'.repeat(40)}{{ x }}`, {}, 'limit'],
  [
    'exp eq',
    `{% set x = [1] %}{% set y = [1] %}${'{% set x = [x, x] %}{% set y = [y, y] %}'.repeat(40)}{{ x == y }}`,
    {},
    'limit',
  ],
  ['exp json', `{% set x = [1] %}${'{% set x = [x, x] %}'.repeat(40)}{{ x|tojson }}`, {}, 'limit'],
  ['exp pprint', `{% set x = [1] %}${'{% set x = [x, x] %}'.repeat(40)}{{ x|pprint }}`, {}, 'limit'],
  [
    'exp in',
    `{% set x = [1] %}{% set y=[1] %}${'{% set x = [x, x] %}{% set y = [y,y] %}'.repeat(40)}{{ x in [y] }}`,
    {},
    'limit',
  ],
  [
    'exp lt',
    `{% set x = [1] %}{% set y=[1] %}${'{% set x = [x, x] %}{% set y = [y,y] %}'.repeat(40)}{{ x < y }}`,
    {},
    'limit',
  ],
  ['exp key', `{% set x = (1,) %}${'{% set x = (x, x) %}'.repeat(40)}{{ {x: 1}|length }}`, {}, 'failure'],
  ['append while', '{% set x = [1] %}{% for y in x %}{% set _ = x.append(y) %}{% endfor %}{{ x|length }}', {}, 'text'],
  ['batch', '{{ [1]|batch(1000000000, 1)|list }}', {}, 'limit'],
  ['slice f', '{{ [1]|slice(1000000000)|list }}', {}, 'limit'],
  ['round', '{{ 1.5|round(1000000000) }}', {}, 'text'],
  ['round2', '{{ 1.5|round(-1000000000) }}', {}, 'text'],
  ['round3', '{{ 5|round(-1000000000) }}', {}, 'text'],
  ['round ceil', '{{ 1.5|round(1000000, "ceil") }}', {}, 'limit'],
  ['parens', `{{ ${'('.repeat(30000)}1${')'.repeat(30000)} }}`, {}, 'limit'],
  ['minus', `{{ ${'-'.repeat(30000)}1 }}`, {}, 'limit'],
  ['nots', `{{ ${'not '.repeat(10000)}1 }}`, {}, 'limit'],
  ['sums', `{{ 1${'+1'.repeat(30000)} }}`, {}, 'limit'],
  ['path', `{{ x${'.a'.repeat(15000)} }}`, { x: {} }, 'limit'],
  ['ifs', '{% if 1 %}'.repeat(5000) + '{% endif %}'.repeat(5000), {}, 'limit'],
  ['elifs', `{% if 0 %}${'{% elif 0 %}'.repeat(5000)}{% endif %}`, {}, 'text'],
  ['conds', `{{ 1${' if 1 else 1'.repeat(5000)} }}`, {}, 'limit'],
  ['filters', `{{ 1${'|string'.repeat(9000)} }}`, {}, 'limit'],
  ['compares', `{{ 1${'<1'.repeat(30000)} }}`, {}, 'text'],
  ['concats', `{{ 1${'~1'.repeat(30000)} }}`, {}, 'text'],
  ['raws', '{% raw %}'.repeat(7000), {}, 'syntax'],
  ['escapes', `{{ "${'\\"'.repeat(30000)}`, {}, 'syntax'],
  ['comments', '{#'.repeat(30000), {}, 'syntax'],
  ['opens', '{{'.repeat(30000), {}, 'limit'],
  ['blockopens', '{% '.repeat(20000), {}, 'limit'],
  ['spaces', `{{ 1${' '.repeat(60000)}}`, {}, 'syntax'],
  ['dataspaces', `${' \n'.repeat(30000)}{{- 1 }}`, {}, 'text'],
  ['rawspaces', `{%${' '.repeat(60000)}x`, {}, 'syntax'],
  ['digits', `{{ ${'1_'.repeat(30000)} }}`, {}, 'syntax'],
  ['hexs', `{{ 0x${'f'.repeat(60000)} }}`, {}, 'limit'],
  ['digits2', `{{ ${'9'.repeat(60000)} }}`, {}, 'limit'],
  ['manydata', '{{ 1 }}'.repeat(9000), {}, 'text'],
  ['manynames', '{{ a }}'.repeat(9000), { a: 1 }, 'text'],
  ['manysets', '{% set a = 1 %}'.repeat(4000), {}, 'text'],
  ['manymacros', '{% macro f() %}{% endmacro %}'.repeat(2000), {}, 'text'],
  ['fmt nested', '{{ "{:{:{}}}".format(1,2,3) }}', {}, 'failure'],
  ['format idx', '{{ "{0.__class__}".format(1) }}', {}, 'failure'],
  ['format map', '{{ "{a.b.c}".format(a={}) }}', {}, 'failure'],
  ['fmt many', '{{ ("%s" * 30000) % "x" }}', {}, 'failure'],
  ['ctor', '{{ x.constructor.constructor("return process")() }}', { x: {} }, 'missing-variable'],
  ['proto', '{{ x.__proto__ }}', { x: {} }, 'missing-variable'],
  [
    'ns proto',
    '{% set n = namespace() %}{% set n.__proto__ = 1 %}{{ n.__proto__ }}{{ n.constructor is defined }}',
    {},
    'text',
  ],
  ['setproto', '{% set __proto__ = 1 %}{{ __proto__ }}', {}, 'text'],
  ['map ctor', '{{ [1]|map("constructor")|list }}', {}, 'failure'],
  ['test ctor', '{{ 1 is constructor }}', {}, 'failure'],
  ['filter ctor', '{{ 1|constructor }}', {}, 'failure'],
  ['attr', '{{ "x"|attr("constructor") is defined }}{{ range|attr("call") is defined }}', {}, 'text'],
  ['cycler', '{{ cycler("a").items is defined }}', {}, 'text'],
  ['surrogate', '{{ x|upper }}{{ x|list }}{{ x|tojson }}', { x: '\ud800' }, 'text'],
  ['dictsort', '{% for i in range(100) %}{% set y = x|dictsort %}{% endfor %}', { x: dict }, 'limit'],
  [
    'dict loop',
    '{% set d = {} %}{% for i in range(40000) %}{% set _ = d.update({i: i}) %}{% endfor %}{{ d|length }}',
    {},
    'limit',
  ],
  [
    'items loop',
    '{% for i in range(10000) %}{% for k, v in x.items() %}{% endfor %}{% endfor %}',
    { x: dict },
    'limit',
  ],
  ['count', '{% for i in range(10000) %}{% set y = x.count("x") %}{% endfor %}', { x: big }, 'limit'],
  ['find', '{% for i in range(10000) %}{% set y = x.find("y") %}{% endfor %}', { x: big }, 'limit'],
  ['startswith', '{% for i in range(50000) %}{% set y = x.startswith("y", 5) %}{% endfor %}', { x: wide }, 'limit'],
  ['partition', '{% for i in range(50000) %}{% set y = x.partition("y") %}{% endfor %}', { x: big }, 'limit'],
  ['isalpha', '{% for i in range(50000) %}{% set y = x.isalpha() %}{% endfor %}', { x: big }, 'limit'],
  ['casefold', '{% for i in range(50000) %}{% set y = x.casefold() %}{% endfor %}', { x: big }, 'limit'],
  [
    'cmp str',
    '{% for i in range(50000) %}{% set y = x < z %}{% endfor %}',
    { x: `${'x'.repeat(100000)}a`, z: `${'x'.repeat(100000)}b` },
    'limit',
  ],
  [
    'eq str',
    '{% for i in range(50000) %}{% set y = x == z %}{% endfor %}',
    { x: `${'x'.repeat(100000)}a`, z: `${'x'.repeat(100000)}b` },
    'limit',
  ],
  ['truth view', '{% for i in range(50000) %}{% if x.items() %}{% endif %}{% endfor %}', { x: dict }, 'limit'],
  ['select', '{% for i in range(50000) %}{% set y = x|select("odd")|list %}{% endfor %}', { x: list }, 'limit'],
  ['sum floats', '{% for i in range(5000) %}{% set y = x|sum %}{% endfor %}', { x: list }, 'limit'],
  ['repr', '{% for i in range(5000) %}{% set y = x|string %}{% endfor %}', { x: list }, 'limit'],
  ['max', '{% for i in range(5000) %}{% set y = x|max %}{% endfor %}', { x: names }, 'limit'],
  ['reverse', '{% for i in range(5000) %}{% set y = x|reverse|list %}{% endfor %}', { x: names }, 'limit'],
  ['list idx', '{% for i in range(50000) %}{% set y = x.index(8999) %}{% endfor %}', { x: list }, 'limit'],
  ['insert', '{% set l = [] %}{% for i in range(50000) %}{% set _ = l.insert(0, i) %}{% endfor %}', {}, 'limit'],
  ['pop', '{% set l = x|list %}{% for i in x %}{% set _ = l.pop(0) %}{% endfor %}', { x: list }, 'limit'],
  ['set path', '{% for i in range(50000) %}{{ x.a.b.c }}{% endfor %}', { x: { a: { b: { c: 1 } } } }, 'limit'],
  ['loop vars', '{% for i in range(99999) %}{{ loop.index }}{{ loop.last }}{% endfor %}', {}, 'limit'],
  ['cond', '{% for i in range(99999) %}{{ 1 if i else 2 }}{% endfor %}', {}, 'limit'],
  ['float fmt loop', '{% for i in range(9000) %}{{ "%.300f" % 1e-300 }}{% endfor %}', {}, 'limit'],
  ['float fmt2', '{% for i in range(30000) %}{% set y = 1e300|round(5) %}{% endfor %}', {}, 'limit'],
  ['round loop', '{% for i in range(30000) %}{% set y = 1e-300|round(300) %}{% endfor %}', {}, 'limit'],
];

const endOf = (template: string, variables: Variables): string => {
  try {
    const text = renderTemplate({ syntax: 'JINJA', template, variables });
    expect(text.length).toBeLessThanOrEqual(limits.output);
    return 'text';
  } catch (error) {
    if (error instanceof TemplateError) return error.kind;
    throw error;
  }
};

test.each(hostile)('%s ends, and the next render is right', (_, template, variables, end) => {
  expect(endOf(template, variables)).toBe(end);
  expect(renderTemplate({ syntax: 'JINJA', template: 'Hello {{ name }}!', variables: { name: 'Ana' } })).toBe(
    'Hello Ana!',
  );
});

test('all of them together leave the process as large as it was', () => {
  const all = () => hostile.forEach(([, template, variables]) => void endOf(template, variables));
  all();
  const before = process.memoryUsage().rss;
  all();
  expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024);
});
