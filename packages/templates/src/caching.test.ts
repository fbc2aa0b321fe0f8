import { lintCaching } from './caching';
import { leastCpuOf } from './testing/least-cpu';

const long = 'Always the same. '.repeat(150);
const half = long.slice(0, long.length / 2);
const jinja = (template: string, more: object = {}) => lintCaching({ syntax: 'JINJA', template, ...more });
const mustache = (template: string, more: object = {}) => lintCaching({ syntax: 'MUSTACHE', template, ...more });
const included = (template: string, includes?: object) => ({ 'a@1': { version: 'a@1', template, includes } });

test('the variables ahead of long text are named, with the place of the first', () => {
  expect(jinja(`Hello.\n  {{ name }}, {{ day|upper }}\n${long}{{ late }}`)).toEqual([
    {
      severity: 'warning',
      path: ['template'],
      line: 2,
      column: 6,
      message:
        'The variables name and day stand ahead of 2553 characters that never change: providers cache a prompt up to where it first differs, so put what never changes first.',
    },
  ]);
});

test.each([
  ['behind the long text', `${long}{{ name }}`],
  ['in the middle of it', `${half}{{ name }}${half}`],
  ['ahead of short text', `{{ name }} ${half}`],
  ['ahead of text that differs with a variable', `{% if a %}{{ a }}${long}{% endif %}`],
  ['ahead of text that a loop repeats', `{% for a in all %}${long}{% endfor %}`],
  ['only named: what is not printed does not differ', `{% set x = 3 %}{{ x }}${long}`],
  ['given to a name that is printed later', `{% set x = "Dear " ~ name %}${long}{{ x }}`],
  ['in a macro that is called later', `{% macro hello() %}{{ name }}{% endmacro %}${long}{{ hello() }}`],
  ['in a macro that nobody calls', `{% macro hello() %}{{ name }}{% endmacro %}${long}`],
  ['in a comment, or raw', `{# {{ name }} #}{% raw %}{{ name }}{% endraw %}${long}`],
  ['a loop over what is always the same', `{% for i in range(3) %}{{ i }} {{ loop.index }}{% endfor %}${long}`],
  ['no variable', long],
  ['a template that does not parse', `{{ name }${long}`],
])('no problem: %s', (_, template) => expect(jinja(template)).toEqual([]));

test.each([
  ['a condition', `{% if name %}Hi{% endif %}${long}`, 'name'],
  ['a condition in another', `{% if 1 %}{% if a %}{% else %}{{ b }}{% endif %}{% endif %}${long}`, 'a and b'],
  ['`is defined`', `{% if name is defined %}Hi{% endif %}${long}`, 'name'],
  [
    'a loop',
    `{% for a in all %}{{ a.title }}{{ other }}{% else %}{{ rest }}{% endfor %}${long}`,
    'all, other and rest',
  ],
  ['a name that was given one', `{% set x, y = name, 3 %}{{ y }}{{ x }}${long}`, 'name'],
  ['a name that is set under a condition', `{% set x = 1 %}{% if a %}{% set x = 2 %}{% endif %}{{ x }}${long}`, 'a'],
  ['a namespace', `{% set n = namespace(x=1) %}{% set n.x = name %}{{ n.x }}${long}`, 'name'],
  ['a block that was captured', `{% set x %}{{ name }}{% endset %}{{ x }}${long}`, 'name'],
  ['with', `{% with x = name %}{{ x }}{% endwith %}${long}`, 'name'],
  ['a macro', `{% macro hi(x) %}{{ x }}{{ other }}{% endmacro %}{{ hi(name) }}${long}`, 'other and name'],
  ['a macro’s default', `{% macro hi(x=name) %}{{ x }}{% endmacro %}{{ hi() }}${long}`, 'name'],
  ['a loop’s condition', `{% for a in [1, 2] if a == best %}{{ a }}{% endfor %}${long}`, 'best'],
  ['a call block', `{% macro m() %}{{ caller() }}{% endmacro %}{% call m() %}{{ name }}{% endcall %}${long}`, 'name'],
  ['a filter block', `{% filter replace("a", name) %}a{% endfilter %}${long}`, 'name'],
  ['a block', `{% block b %}{{ name }}{% endblock %}${long}`, 'name'],
  ['a filter’s argument', `{{ "x"|default(name) }}${long}`, 'name'],
  ['an index', `{{ all[name].title }}${long}`, 'all and name'],
])('%s', (_, template, names) => {
  const [problem] = jinja(template);
  expect(problem?.message).toContain(` ${names} stand`);
});

test('text within blocks and filters counts, text under a condition does not', () => {
  expect(jinja(`{{ a }}{% block b %}${half}{% filter upper %}${half}{% endfilter %}{% endblock %}`)).toHaveLength(1);
  expect(jinja(`{{ a }}${half}{% if 1 %}${half}{% endif %}`)).toEqual([]);
});

test('messages of a chat are one text, in order', () => {
  const chat = (...templates: string[]) =>
    jinja('', { messages: templates.map((template) => ({ role: 'user', template })) });
  expect(chat(long, '{{ name }}')).toEqual([]);
  expect(chat(half, `Hi {{ name }}`, half, half)).toMatchObject([
    { path: ['messages', 1, 'template'], line: 1, column: 7 },
  ]);
  expect(chat('', `{{ a }}`, long, '{{ b }}')[0]!.message).toContain('The variable a stands');
});

describe('includes', () => {
  test('a variable inside is found where the include stands', () => {
    expect(jinja(`Hi\n {% include "a@1" %}${long}`, { includes: included('\n\n{{ name }}') })).toMatchObject([
      { line: 2, column: 5, message: expect.stringContaining('2550 characters that never change (by way of a@1)') },
    ]);
  });

  test('text inside counts, also of includes of includes', () => {
    const includes = included('{% include "b@1" %}', { 'b@1': { version: 'b@1', template: long } });
    expect(jinja(`{{ name }}{% include "a@1" %}`, { includes })).toHaveLength(1);
    expect(jinja(`{% include "a@1" %}{{ name }}`, { includes })).toEqual([]);
  });

  test('it sees the names of the template around it', () => {
    const includes = included('{{ x }}');
    expect(jinja(`{% set x = 3 %}{% include "a@1" %}${long}`, { includes })).toEqual([]);
    expect(jinja(`{% set x = name %}{% include "a@1" %}${long}`, { includes })[0]!.message).toContain('variable name');
  });

  test('a variable that is captured with an include is found where it is printed', () => {
    const template = `{% set x %}{% include "a@1" %}{% endset %}Hi {{ x }}${long}`;
    expect(jinja(template, { includes: included('{{ name }}') })).toMatchObject([{ line: 1, column: 49 }]);
  });

  test('what is missing is nothing', () => expect(jinja(`{% include "a@1" %}${long}`)).toEqual([]));

  test('partials', () => {
    expect(mustache(`{{> a@1}}${long}`, { includes: included('{{ name }}') })).toMatchObject([{ line: 1, column: 1 }]);
    expect(mustache(`{{ name }}{{> a@1}}`, { includes: included(long) })).toHaveLength(1);
    expect(mustache(`{{> a@1}}{{ name }}`, { includes: included(long) })).toEqual([]);
  });
});

test.each([
  ['a value', `{{ name }}${long}`, 'name'],
  ['one without escaping', `{{{ user.name }}}${long}`, 'user'],
  ['a section', `{{#all}}{{title}}{{/all}}${long}`, 'all'],
  ['an inverted section', `{{^all}}None{{/all}}${long}`, 'all'],
])('Mustache: %s', (_, template, names) => expect(mustache(template)[0]?.message).toContain(` ${names} stands`));

test.each([
  ['text first', `${long}{{ name }}`],
  ['text in a section', `{{#a}}${long}{{/a}}`],
  ['a comment', `{{! name }}${long}`],
  ['the innermost context', `{{ . }}${long}`],
  ['a template that does not parse', `{{#a}}${long}`],
])('Mustache, no problem: %s', (_, template) => expect(mustache(template)).toEqual([]));

describe('a hostile template is looked through no further than is sensible', () => {
  const some = (count: number, part: (index: number) => string) =>
    Array.from({ length: count }, (_, at) => part(at)).join('');
  const multiplied = (level: number): object =>
    level === 8 ? included('{{ x }}text') : included('{% include "a@1" %}'.repeat(1_000), multiplied(level + 1));
  const hostile: [string, string, object][] = [
    ['includes that multiply', '{% include "a@1" %}'.repeat(1_000), multiplied(1)],
    [
      'a large expression, often',
      '{% include "a@1" %}'.repeat(3_000),
      included(`{{ ${some(5_000, (at) => `v${at} ~ `)} x }}`),
    ],
    ['a name that comes from thousands', some(2_500, (at) => `{% set x = x ~ a${at} %}`), {}],
    [
      'scopes of many names',
      some(1_800, (at) => `{% set y${at} = 1 %}`) + some(1_000, (at) => `{% block b${at} %}{% endblock %}`),
      {},
    ],
    ['conditions', some(2_500, (at) => `{% if a${at} %}{% endif %}`), {}],
    [
      'captures in captures',
      `${'{% set q %}'.repeat(50)}${some(2_000, (at) => `{{ a${at} }}`)}${'{% endset %}'.repeat(50)}`,
      {},
    ],
    [
      'macros that call each other',
      some(700, (at) => `{% macro m${at}() %}{{ x${at} }}{{ m${at - 1}() }}{% endmacro %}`),
      {},
    ],
  ];

  test.each(hostile)('%s', (_, template, includes) => {
    expect(leastCpuOf(() => jinja(template, { includes }), 500)).toBeLessThan(500);
  });
});
