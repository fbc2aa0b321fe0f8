import fc from 'fast-check';
import { checkTemplate, renderTemplate, TemplateError, type Variables, variablesOf } from './index';

const render = (template: string, variables: Variables = {}) =>
  renderTemplate({ syntax: 'JINJA', template, variables });

const failureOf = (template: string, variables: Variables = {}): Partial<TemplateError> => {
  try {
    return { message: `rendered: ${render(template, variables)}` };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    const { kind, variable, line, column } = error;
    return { kind, variable, line, column };
  }
};

const meals = {
  name: 'Ana',
  meals: [
    { title: 'Soup', kcal: 320 },
    { title: 'Rice', kcal: 510 },
  ],
  week: { days: 5 },
};

test.each<[what: string, template: string, variables: Variables, text: string]>([
  ['a variable', 'Hello {{ name }}!', meals, 'Hello Ana!'],
  ['a path', '{{ week.days }} days', meals, '5 days'],
  ['a loop', '{% for m in meals %}{{ loop.index }}. {{ m.title }};{% endfor %}', meals, '1. Soup;2. Rice;'],
  ['a filtered loop', '{% for m in meals if m.kcal > 400 %}{{ m.title }}{% endfor %}', meals, 'Rice'],
  ['an optional variable that is absent', '{% if diet is defined %}{{ diet }}{% else %}any{% endif %}', {}, 'any'],
  ['a default', '{{ diet|default("any") }} {{ week.unit|d("days") }}', meals, 'any days'],
  ['null is a value', '{{ diet is none }}', { diet: null }, 'True'],
  ['set, also in a branch', '{% if week %}{% set unit = "days" %}{% endif %}{{ unit|upper }}', meals, 'DAYS'],
  ['a macro', '{% macro line(m, end=".") %}{{ m.title }}{{ end }}{% endmacro %}{{ line(meals[0]) }}', meals, 'Soup.'],
  ['a namespace', '{% set n = namespace(k=0) %}{% set n.k = 3 %}{{ n.k }}', {}, '3'],
  [
    'Python’s methods',
    '{{ name.upper() }} {% for k, v in week.items() %}{{ k }}={{ v }}{% endfor %}',
    meals,
    'ANA days=5',
  ],
  [
    'with, whose values see what is outside',
    '{% set a = 1 %}{% with a = week.days, b = a %}{{ a + b }}{% endwith %}',
    meals,
    '6',
  ],
  ['no HTML escaping', '{{ name }}', { name: '<b>"Ana" & co</b>' }, '<b>"Ana" & co</b>'],
  ['whitespace control', 'a {%- if true -%} b {%- endif -%} c', {}, 'abc'],
  ['raw text', '{% raw %}{{ name }}{% endraw %}', {}, '{{ name }}'],
  ['comments', 'a{# {{ nobody }} #}b', {}, 'ab'],
  ['braces inside of tags', '{{ {"a": {"b": name}}.a.b }} {{ "}}" }}', meals, 'Ana }}'],
  ['one newline at the end is the file’s, not the text’s', 'a\n', {}, 'a'],
])('renders %s', (_, template, variables, text) => expect(render(template, variables)).toBe(text));

test.each<[what: string, template: string, variable: string | undefined, line: number, column: number | undefined]>([
  ['printed', 'Hello {{ diet }}', 'diet', 1, 10],
  ['on a later line', 'a\n  {{ diet }}', 'diet', 2, 6],
  ['a member', '{{ week.hours }}', 'week.hours', 1, 4],
  ['a member of nothing', '{{ week.hours.first.half }}', 'week.hours', 1, 4],
  ['in a filter', '{{ diet|upper }}', 'diet', 1, 4],
  ['as a filter’s argument', '{{ meals|join(glue) }}', 'glue', 1, 15],
  ['joined to a text', '{{ "for " ~ diet }}', 'diet', 1, 13],
  ['compared', '{% if servings == 2 %}x{% endif %}', 'servings', 1, 7],
  ['negated', '{% if not servings %}x{% endif %}', 'servings', 1, 11],
  ['in a loop', '{% for m in dishes %}{% endfor %}', 'dishes', 1, 13],
  ['a member of a loop’s item', '{% for m in meals %}{{ m.price|round }}{% endfor %}', 'm.price', 1, 24],
  ['an argument of a macro', '{% macro f(a) %}{{ a }}{% endmacro %}{{ f() }}', 'a', 1, 20],
  ['behind a default that is for its member only', '{{ diet.kind|default("any") }}', 'diet', 1, 4],
  ['an item by its key', '{{ week["hours"] }}', 'week.hours', 1, 4],
  ['an item of a list', '{{ meals[7].title }}', 'meals[7]', 1, 4],
  ['an item by a computed key', '{{ week["hou" ~ "rs"] }}', 'hours', 1, 4],
  ['inherited from Object', '{{ constructor }}', 'constructor', 1, 4],
  ['a loop’s variable after the loop', '{% for m in meals %}{% endfor %}{{ m }}', 'm', 1, 36],
])('a missing variable is an error, %s', (_, template, variable, line, column) => {
  expect(failureOf(template, meals)).toEqual({ kind: 'missing-variable', variable, line, column });
});

test('a branch that is not taken needs no variables', () => {
  expect(render('{% if false %}{{ diet }}{% endif %}ok')).toBe('ok');
});

test.each<[template: string, failure: Partial<TemplateError>]>([
  ['a\n{{ 1 + }}', { kind: 'syntax', line: 2, column: 8 }],
  ['{{ name }} {% if %}', { kind: 'syntax', line: 1, column: 18 }],
  ['{{ name|shout }}', { kind: 'failure', line: 1, column: 9 }],
  ['{{ name + 1 }}', { kind: 'failure', line: 1, column: 9 }],
  ['{% include "other" %}', { kind: 'failure', line: 1, column: 4 }],
  ['{{ name }}\n{% for a, b in meals|map("length") %}{% endfor %}', { kind: 'failure', line: 2, column: 8 }],
])('%j fails where its author can see', (template, failure) => {
  expect(failureOf(template, meals)).toEqual({ variable: undefined, ...failure });
});

test('what a user wrote is text, whatever it looks like', () => {
  const written = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('{{ 7 * 7 }}', '{% raw %}', '{#', '\\"}}'));
  fc.assert(
    fc.property(written, (text) => {
      expect(render('<{{ x }}>{% for y in [x] %}{{ y }}{% endfor %}', { x: text })).toBe(`<${text}>${text}`);
    }),
  );
});

test.each<[template: string, names: string[]]>([
  ['{{ a }} {{ b.c.d }} {{ a }}', ['a', 'b']],
  ['{{ a|join(b, attribute="c") }} {{ d.method(e, f=g) }}', ['a', 'b', 'd', 'e', 'g']],
  ['{% if a is defined and b is not divisibleby c %}{{ d|default(e) }}{% endif %}', ['a', 'b', 'c', 'd', 'e']],
  [
    '{% for a, b in c|items if b > d %}{{ a }}{{ loop.index }}{% else %}{{ e }}{% endfor %}{{ a }}',
    ['c', 'd', 'e', 'a'],
  ],
  ['{% for (a, b) in c recursive %}{{ loop(a) }}{% endfor %}', ['c']],
  ['{{ a }}{% set a = b %}{{ a }}{% set c %}{{ d }}{% endset %}{{ c }}', ['a', 'b', 'd']],
  ['{% set (a, b) = [c, d] %}{{ a }}{{ b }}', ['c', 'd']],
  ['{% set ns = namespace(a=b) %}{% set ns.c = d %}{{ ns.c }}', ['b', 'd']],
  ['{% with a = b, c = (a, d) %}{{ a }}{{ c }}{% endwith %}{{ c }}', ['b', 'a', 'd', 'c']],
  ['{% macro m(a, b=c) %}{{ a }}{{ b }}{{ d }}{{ caller() }}{% endmacro %}{{ m(e) }}', ['c', 'd', 'e']],
  ['{% call(a) m(b) %}{{ a }}{{ c }}{% endcall %}', ['b', 'c']],
  ['{% call m() %}{{ a }}{% endcall %}', ['a']],
  ['{% filter replace(a, "b") %}{{ c }}{% endfilter %}', ['a', 'c']],
  ['{% block title %}{{ a }}{% endblock title %}', ['a']],
  ['{{ {"a": b, c: 1}["d"][e:f] }} {{ [g, (h)] }}', ['b', 'c', 'e', 'f', 'g', 'h']],
  ['{{ a if b else c }} {{ not d }} {{ e not in f }} {{ true and none }}', ['a', 'b', 'c', 'd', 'e', 'f']],
  ['{{ "a {{ b }} }}" ~ \'c %} "\' }}{# {{ d }} #}{% raw %}{{ e }}{% endraw %}{{- f -}}', ['f']],
  ['{{ range(a) }} {{ "a\\"b" }} {{ a.b }}', ['a']],
  ['no tags { a } {', []],
])('the variables of %s', (template, names) => {
  expect(variablesOf({ syntax: 'JINJA', template })).toEqual(names);
});

test.each<[template: string, declared: string[], problems: string[]]>([
  ['{{ name }}', ['name'], []],
  [
    '{{ name }}\n{{ dite }}',
    ['name', 'diet'],
    ['error 2:4 The variable dite is used and not declared.', 'warning The variable diet is declared and not used.'],
  ],
  ['{{ name|shout }}', ['name'], ['error 1:9 There is no filter shout.']],
  [
    '{% if name is loud %}{% endif %}{{ roll(6) }}',
    ['name'],
    ['error 1:15 There is no test loud.', 'error 1:36 There is no function roll.'],
  ],
  ['{% include "other" %}', [], []],
  [
    '{% include other %}',
    ['other'],
    ["error 1:12 The name of an included prompt is written out, as in {% include 'tone@production' %}."],
  ],
  ['{% for m in meals %}', ['meals'], ["error 1:21 Unexpected end of template: 'for' needs 'endfor' or 'else'."]],
  ['{% for i in range(3) %}{{ i is odd }}{{ i|string }}{% endfor %}', [], []],
])('checking %j with %j declared', (template, declared, problems) => {
  const found = checkTemplate({
    syntax: 'JINJA',
    template,
    variables: declared.map((name) => ({ name, required: true })),
  });
  expect(
    found.map(({ severity, line, column, message }) =>
      [severity, ...(line ? [`${line}:${column}`] : []), message].join(' '),
    ),
  ).toEqual(problems);
});

test('a keyword argument that is given twice is refused, where it is', () => {
  const render = () => renderTemplate({ syntax: 'JINJA', template: 'x\n{{ dict(a=1, b=2, a=3) }}', variables: {} });
  expect(render).toThrow(expect.objectContaining({ kind: 'syntax', line: 2, message: expect.stringContaining(': a') }));
});
