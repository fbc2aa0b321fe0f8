import type { Includes } from '@trialogue/variant-config';
import { checkIncludes, includesOf, limits, renderTemplate, TemplateError, type Variables } from './index';

const version = (template: string, includes?: Includes) => ({
  version: 'x@1',
  template,
  ...(includes && { includes }),
});
const pinned: Includes = {
  'tone@production': version('Be {{ tone }}.'),
  'steps@2': version('{% for step in steps %}{% include "step" %}{% endfor %}', {
    step: version('{{ loop.index }}. {{ step }}\n'),
  }),
  broken: version('a\n  {{ user.address.city }}'),
  unclosed: version('a\n{% if x %}'),
  sets: version('{% set tone = "inner" %}{% macro m() %}inner{% endmacro %}'),
  greet: version('{{ greet("Ana") }} {{ greet() }}'),
  blocks: version('{% block a %}[{{ tone }}]{% endblock %}{{ self.a() }}'),
};

const render = (template: string, variables: Variables = {}, includes: Includes = pinned) =>
  renderTemplate({ syntax: 'JINJA', template, variables, includes });

function failureOf(work: () => unknown): Partial<TemplateError> {
  try {
    return { message: `rendered ${work()}` };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    const { kind, variable, line, column, template } = error;
    return { kind, variable, line, column, template };
  }
}

test.each<[what: string, template: string, variables: Variables, text: string]>([
  ['sees the variables', '{% include "tone@production" %}', { tone: 'warm' }, 'Be warm.'],
  ['sees what was set', '{% set tone = "dry" %}{% include "tone@production" %}', {}, 'Be dry.'],
  ['includes in its turn', '{% include "steps@2" %}', { steps: ['a', 'b'] }, '1. a2. b'],
  ['keeps what it sets', '{% set tone = 1 %}{% include "sets" %}{{ tone }}{{ m is defined }}', {}, '1False'],
  ['may be missing', 'a{% include "nobody" ignore missing %}b', {}, 'ab'],
  [
    'calls macros of the one that includes it',
    '{% macro greet(who="you") %}Hi {{ who }}{% endmacro %}{% include "greet" %}',
    {},
    'Hi Ana Hi you',
  ],
  ['has blocks of its own', '{% block b %}{% include "blocks" %}{% endblock %}', { tone: 'x' }, '[x][x]'],
  [
    'is seen within a macro',
    '{% macro m() %}{% include "tone@production" %}{% endmacro %}{{ m()|upper }}',
    { tone: 'x' },
    'BE X.',
  ],
])('an included prompt %s', (_, template, variables, text) => expect(render(template, variables)).toBe(text));

test.each<[template: string, failure: Partial<TemplateError>]>([
  [
    '{% include "tone@production" without context %}',
    { kind: 'missing-variable', variable: 'tone', line: 1, column: 7, template: 'tone@production' },
  ],
  [
    'x\n{% include "broken" %}',
    { kind: 'missing-variable', variable: 'user.address', line: 2, column: 6, template: 'broken' },
  ],
  ['{% include "unclosed" %}', { kind: 'syntax', line: 2, column: 11, template: 'unclosed' }],
  ['\n {% include "nobody" %}', { kind: 'failure', line: 2, column: 5 }],
  [
    '{% macro greet(who) %}{{ who }}{{ other }}{% endmacro %}\n{% include "greet" %}',
    { kind: 'missing-variable', variable: 'other', line: 1, column: 35 },
  ],
  ['{% include "constructor" %}', { kind: 'failure', line: 1, column: 4 }],
  ['{% include name %}', { kind: 'syntax', line: 1, column: 12 }],
  ['{% include ["a", "b"] %}', { kind: 'syntax', line: 1, column: 12 }],
])('%j fails where its author can see', (template, failure) => {
  const found = failureOf(() => render(template, { user: {} }));
  expect(found).toEqual({ variable: undefined, template: undefined, ...failure });
});

test.each<[what: string, template: string, partial: string, text: string]>([
  ['in the line', 'a {{> p}} b', '{{x}}\n{{x}}', 'a 1\n1 b'],
  ['on a line of its own, with its indentation', 'a\n  {{> p}}\nb', '{{x}}\n\n{{x}}\n', 'a\n  1\n\n  1\nb'],
])('a Mustache partial %s', (_, template, partial, text) => {
  const includes = { p: version(partial) };
  expect(renderTemplate({ syntax: 'MUSTACHE', template, variables: { x: 1 }, includes })).toBe(text);
});

test('the place of what is missing in an indented partial is that in the partial', () => {
  const includes = { p: version('a\n {{y}}') };
  const variables = { x: 1 };
  const found = failureOf(() => renderTemplate({ syntax: 'MUSTACHE', template: '  {{> p}}', variables, includes }));
  expect(found).toEqual({ kind: 'missing-variable', variable: 'y', line: 2, column: 2, template: 'p' });
});

test('the includes of a template are found without rendering it', () => {
  const template =
    'a\n{% if x %}{% include "b@2" %}{% endif %}{% macro m() %}{% include "c" ignore missing %}{% endmacro %}';
  expect(includesOf({ syntax: 'JINJA', template })).toEqual([
    { reference: 'b@2', mayBeMissing: false, line: 2, column: 14 },
    { reference: 'c', mayBeMissing: true, line: 2, column: 59 },
  ]);
  expect(includesOf({ syntax: 'MUSTACHE', template: '{{#x}}{{> b@2 }}{{/x}}' })).toEqual([
    { reference: 'b@2', mayBeMissing: false, line: 1, column: 7 },
  ]);
});

const deep = (depth: number): Includes =>
  depth === 0 ? {} : { [`p${depth}`]: version(depth === 1 ? 'end' : `{% include "p${depth - 1}" %}`, deep(depth - 1)) };

test('includes are as deep and as large as they may be', () => {
  expect(render('{% include "p8" %}', {}, deep(8))).toBe('end');
  expect(() => render('{% include "p9" %}', {}, deep(9))).toThrow(
    'The included prompts include each other more than 8 deep (p9 → p8 → p7 → p6 → p5 → p4 → p3 → p2 → p1).',
  );
  const large = Object.fromEntries(Array.from({ length: 5 }, (_, index) => [`a${index}`, version('x'.repeat(60_000))]));
  expect(() => checkIncludes(large)).toThrow(`more than ${limits.includedBytes} bytes together (a4)`);
});

test('a value that looks like an include is text', () => {
  expect(render('{{ x }}', { x: '{% include "tone@production" %}' })).toBe('{% include "tone@production" %}');
});

test('includes that multiply are stopped', () => {
  let includes: Includes = { p: version('x') };
  for (let depth = 1; depth < 8; depth++) includes = { p: version('{% include "p" %}'.repeat(40), includes) };
  expect(failureOf(() => render('{% include "p" %}', {}, includes))).toMatchObject({ kind: 'limit' });
});
