import type { Includes } from '@trialogue/variant-config';
import { checkTemplate, checkVersion, type Declared } from './index';
import { leastCpuOf } from './testing/least-cpu';

const user: Declared = {
  name: 'user',
  required: true,
  schema: {
    type: 'object',
    properties: {
      name: { type: 'string' },
      nickname: { type: 'string' },
      address: { type: 'object', properties: { city: { type: 'string' } }, additionalProperties: false },
      meals: { type: 'array', items: { type: 'object', properties: { title: {}, price: {} }, required: ['title'] } },
    },
    required: ['name', 'address', 'meals'],
  },
};
const variables: Declared[] = [
  user,
  { name: 'diet', required: false },
  { name: 'tone', required: false, default: 'warm' },
  { name: 'text', required: true },
];

const said = (found: readonly { severity: string; line?: number; column?: number; message: string }[]) =>
  found.map(({ severity, line, column, message }) =>
    [severity, ...(line === undefined ? [] : [`${line}:${column}`]), message].join(' '),
  );
const check = (template: string, includes?: Includes, syntax: 'JINJA' | 'MUSTACHE' = 'JINJA') =>
  said(checkTemplate({ syntax, template, variables, includes })).filter(
    (one) => !one.endsWith('declared and not used.'),
  );

test.each<string>([
  '{{ user.name }} {{ text }} {{ tone }} {{ user.address }}',
  '{% if diet is defined %}{{ diet }}{% endif %}',
  '{% if diet is defined and diet %}{{ diet }}{% endif %}',
  '{% if diet is not defined or diet == "" %}none{% else %}{{ diet }}{% endif %}',
  '{% if not (diet is defined) %}none{% elif diet %}{{ diet }}{% endif %}',
  '{% if diet is undefined %}none{% else %}{{ diet }}{% endif %}',
  '{% if diet is string %}{{ diet }}{% endif %}',
  '{{ diet|default("any") }} {{ diet|d("any")|upper }} {{ diet is defined }}',
  '{{ diet if diet is defined else "any" }}',
  '{{ "any" if diet is undefined else diet }}',
  '{% if diet is not defined %}{% set diet = "any" %}{% endif %}{{ diet }}',
  '{% if text %}{% set a = 1 %}{% else %}{% set a = 2 %}{% endif %}{{ a }}',
  '{% if text %}{% set tone = "dry" %}{% endif %}{{ tone }}',
  '{{ user.nickname|default(user.name) }} {% if user.nickname is defined %}{{ user.nickname }}{% endif %}',
  '{% for meal in user.meals %}{{ meal.title }}{{ meal.price|default("?") }}{{ loop.index }}{% endfor %}',
  '{% for meal in user.meals if meal.price is defined %}{{ meal.price }}{% endfor %}',
  '{{ user.meals[0].title }} {{ user.anything }} {{ text.anything }}',
  '{% set diet = "any" %}{{ diet }}',
  '{% with diet = text %}{{ diet }}{% endwith %}',
  '{% macro m(diet) %}{{ diet }}{% endmacro %}{{ m(text) }}',
  '{% for key, value in user.items() %}{{ key }}{{ value.x }}{% endfor %}',
])('nothing is to be said of %s', (template) => expect(check(template)).toEqual([]));

test.each<[template: string, problems: string[]]>([
  ['a\n {{ diet }}{{ diet }}', ['warning 2:5 diet may be missing: it is not required and has no default.']],
  ['{% if diet %}x{% endif %}', ['warning 1:7 diet may be missing: it is not required and has no default.']],
  ['{{ diet or "any" }}', ['warning 1:4 diet may be missing: it is not required and has no default.']],
  [
    '{% if diet is defined %}{% else %}{{ diet }}{% endif %}',
    ['warning 1:38 diet may be missing: it is not required and has no default.'],
  ],
  ['{{ diet.kind is defined }}', ['warning 1:4 diet may be missing: it is not required and has no default.']],
  ['{{ user.nickname }}', ['warning 1:4 user.nickname may be missing: it is optional in its schema.']],
  ['{{ user.address.city }}', ['warning 1:4 user.address.city may be missing: it is optional in its schema.']],
  ['{{ user.address.zip }}', ['warning 1:4 user.address.zip may be missing: the schema of user.address has no zip.']],
  [
    '{% for meal in user.meals %}{{ meal.price }}{% endfor %}',
    ['warning 1:32 meal.price may be missing: it is optional in its schema.'],
  ],
  ['{% if text %}{% set a = 1 %}{% endif %}{{ a }}', ['warning 1:43 a may be missing: it is set on some ways only.']],
  ['{% for a in text %}{% else %}{{ a }}{% endfor %}', ['error 1:33 The variable a is used and not declared.']],
  ['{% for i in text %}{% set a = i %}{% endfor %}{{ a }}', ['error 1:50 The variable a is used and not declared.']],
  [
    '{{ text|shout }}{{ text is loud }}{{ f() }}',
    ['error 1:9 There is no filter shout.', 'error 1:28 There is no test loud.', 'error 1:38 There is no function f.'],
  ],
])('checking %s', (template, problems) => expect(check(template)).toEqual(problems));

const pinned: Includes = {
  tone: { version: 'tone@3', template: 'Be {{ manner }}.{% if x %}{{ diet }}{% endif %}' },
  broken: { version: 'broken@1', template: '{% if %}' },
  outer: {
    version: 'outer@1',
    template: '{% include "inner" %}',
    includes: { inner: { version: 'inner@1', template: '{{ deep }}' } },
  },
};

test.each<[template: string, problems: string[]]>([
  [
    '{% set manner = 1 %}{% set x = 1 %}\n{% include "tone" %}',
    ['warning 2:4 diet may be missing in tone: it is not required and has no default.'],
  ],
  [
    'a\n{% include "tone" %}',
    [
      'warning 2:4 diet may be missing in tone: it is not required and has no default.',
      'error 2:4 The variable manner is used by tone and not declared.',
      'error 2:4 The variable x is used by tone and not declared.',
    ],
  ],
  ['{% include "outer" %}', ['error 1:4 The variable deep is used by inner and not declared.']],
  ['{% include "outer" without context %}', ['error 1:4 inner reads deep and is included without context.']],
  ['{% include "broken" %}', ['error 1:4 broken cannot be included: Unexpected end of tag.']],
  [
    '{% include "nobody" %}{% include "none" ignore missing %}',
    ['error 1:4 There is no prompt nobody to be included.'],
  ],
])('checking %s with what it includes', (template, problems) => expect(check(template, pinned)).toEqual(problems));

test.each<[template: string, problems: string[]]>([
  ['{{diet}}', ['warning 1:1 diet may be missing: it is not required and has no default.']],
  ['{{#diet}}{{diet}}{{/diet}}{{^diet}}any{{/diet}}{{tone}}', []],
  ['{{> tone}}', ['error 1:1 There is no prompt tone to be included.']],
  [
    '{{> p}}',
    [
      'warning 1:1 diet may be missing in p: it is not required and has no default.',
      'error 1:1 The variable q is used by p and not declared.',
    ],
  ],
])('checking %s of Mustache', (template, problems) => {
  const includes = { p: { version: 'p@1', template: '{{diet}}{{q}}' } };
  expect(check(template, includes, 'MUSTACHE')).toEqual(problems);
});

test('a version is checked as a whole, each problem with its path', () => {
  const messages = [
    { role: 'system' as const, template: 'Be {{ tone }}. {{ diet }}' },
    { role: 'user' as const, template: '{{ text }}\n{{ other }}{{ x|shout }}' },
  ];
  const found = checkVersion({ syntax: 'JINJA', template: '', messages, variables });
  expect(found.map(({ path, severity, message, line }) => [path.join('.'), severity, line, message])).toEqual([
    ['messages.0.template', 'warning', 1, 'diet may be missing: it is not required and has no default.'],
    ['messages.1.template', 'error', 2, 'There is no filter shout.'],
    ['messages.1.template', 'warning', 2, 'The variable other is used and not declared.'],
    ['messages.1.template', 'warning', 2, 'The variable x is used and not declared.'],
    ['variables', 'warning', undefined, 'The variable user is declared and not used.'],
  ]);
});

test('the templates of a chat are not larger than they may be together', () => {
  const messages = Array.from({ length: 5 }, () => ({ role: 'user' as const, template: 'x'.repeat(60_000) }));
  expect(checkVersion({ syntax: 'JINJA', template: '', messages, variables: [] })).toEqual([
    {
      severity: 'error',
      path: ['messages'],
      message: 'The messages have 300000 bytes together; 262144 are allowed.',
    },
  ]);
});

test.each<[what: string, template: string]>([
  ['a chain of tests', `{{ ${Array.from({ length: 190 }, (_, index) => `a${index} is defined`).join(' and ')} }}`],
  ['a chain of elifs', `{% if a is defined %}${'{% elif b is undefined %}'.repeat(1300)}{% endif %}`],
  ['tests in each other', `${'{% if a is defined %}'.repeat(190)}${'{% endif %}'.repeat(190)}`],
])('%s is read within 50 ms of the process', (_, template) => {
  const long = template.repeat(Math.max(1, Math.floor(7000 / template.length)));
  expect(leastCpuOf(() => check(long), 50)).toBeLessThan(50);
});
