import fc from 'fast-check';
import { checkTemplate, renderTemplate, TemplateError, type Variables, variablesOf } from './index';

const render = (template: string, variables: Variables = {}) =>
  renderTemplate({ syntax: 'MUSTACHE', template, variables });

const failureOf = (template: string, variables: Variables = {}): Partial<TemplateError> => {
  try {
    return { message: `rendered: ${render(template, variables)}` };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    const { kind, variable, line, column } = error;
    return { kind, variable, line, column };
  }
};

const order = {
  name: 'Ana',
  items: [{ title: 'Soup', price: 4.5 }, { title: 'Rice' }],
  shop: { city: 'Porto' },
  vegan: false,
};

test.each<[what: string, template: string, variables: Variables, text: string]>([
  ['a variable', 'Hello {{name}}!', order, 'Hello Ana!'],
  ['a path', '{{shop.city}}', order, 'Porto'],
  ['no HTML escaping, with two braces, three, or &', '{{a}}{{{a}}}{{&a}}', { a: '<&">' }, '<&"><&"><&">'],
  [
    'a section per item, with names from outside',
    '{{#items}}{{name}}: {{title}}. {{/items}}',
    order,
    'Ana: Soup. Ana: Rice. ',
  ],
  ['the item itself', '{{#tags}}[{{.}}]{{/tags}}', { tags: ['a', 2] }, '[a][2]'],
  ['a section over an object', '{{#shop}}{{city}}{{/shop}}', order, 'Porto'],
  [
    'false, null and absent sections as nothing',
    '{{#vegan}}a{{/vegan}}{{#n}}b{{/n}}{{#z}}c{{/z}}',
    { ...order, n: null },
    '',
  ],
  ['inverted sections', '{{^vegan}}a{{/vegan}}{{^nobody}}b{{/nobody}}{{^items}}c{{/items}}', order, 'ab'],
  ['lines with nothing but a section’s tag as no lines', '{{#shop}}\n  x\n{{/shop}}\n', order, '  x\n'],
  ['a list’s length', '{{items.length}}', order, '2'],
  ['comments', 'a{{! name }}b', order, 'ab'],
  ['other delimiters', '{{=<% %>=}}<% name %> {{name}}', order, 'Ana {{name}}'],
  ['null as nothing, an object as JSON', '[{{n}}] {{shop}}', { ...order, n: null }, '[] {"city":"Porto"}'],
])('renders %s', (_, template, variables, text) => expect(render(template, variables)).toBe(text));

test.each<[template: string, failure: Partial<TemplateError>]>([
  ['Hello {{diet}}', { kind: 'missing-variable', variable: 'diet', line: 1, column: 7 }],
  ['a\n {{shop.street}}', { kind: 'missing-variable', variable: 'shop.street', line: 2, column: 2 }],
  ['{{#items}}{{title}} {{price}}{{/items}}', { kind: 'missing-variable', variable: 'price', line: 1, column: 21 }],
  ['{{constructor}}', { kind: 'missing-variable', variable: 'constructor', line: 1, column: 1 }],
  ['{{name.length}}', { kind: 'missing-variable', variable: 'name.length', line: 1, column: 1 }],
  ['{{shop.__proto__}}', { kind: 'missing-variable', variable: 'shop.__proto__', line: 1, column: 1 }],
  ['{{#items}}x', { kind: 'syntax', line: 1, column: 1 }],
  ['a\n{{/items}}', { kind: 'syntax', line: 2, column: 1 }],
  ['{{> other}}', { kind: 'failure', line: 1, column: 1 }],
])('%j fails where its author can see', (template, failure) => {
  expect(failureOf(template, order)).toEqual({ variable: undefined, ...failure });
});

test('what a user wrote is text, whatever it looks like', () => {
  const written = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('{{x}}', '{{#x}}', '{{{', '{{=<% %>=}}'));
  fc.assert(fc.property(written, (text) => expect(render('<{{x}}>{{{x}}}', { x: text })).toBe(`<${text}>${text}`)));
});

test.each<[template: string, names: string[]]>([
  ['{{a}} {{b.c}} {{{a}}} {{&d}}', ['a', 'b', 'd']],
  ['{{#a}}{{b}}{{#c}}{{d}}{{/c}}{{/a}}{{e}}', ['a', 'e']],
  ['{{^a}}{{b}}{{/a}}', ['a', 'b']],
  ['{{! a }}{{.}}', []],
])('the variables of %s', (template, names) => {
  expect(variablesOf({ syntax: 'MUSTACHE', template })).toEqual(names);
});

test.each<[template: string, declared: string[], problems: string[]]>([
  ['{{#items}}{{title}} for {{name}}{{/items}}', ['items', 'name'], []],
  [
    '{{nmae}}',
    ['name'],
    ['error 1:1 The variable nmae is used and not declared.', 'warning The variable name is declared and not used.'],
  ],
  ['{{#a}}', ['a'], ['error 1:1 The section a is not closed.']],
  ['{{> other}}', [], []],
  ['{{}}', [], ['error 1:1 The tag has no name.']],
  ['a {{name', [], ['error 1:3 The tag is not closed by }}.']],
  ['{{=<%=}}', [], ['error 1:1 Delimiters are set as in {{=<% %>=}}.']],
  ['{{<page}}', [], ['error 1:1 Parents and blocks are not supported; {{> name}} includes a prompt.']],
  ['{{>*name}}', [], ['error 1:1 The name of an included prompt is written out.']],
])('checking %j with %j declared', (template, declared, problems) => {
  const found = checkTemplate({
    syntax: 'MUSTACHE',
    template,
    variables: declared.map((name) => ({ name, required: true })),
  });
  expect(
    found.map(({ severity, line, column, message }) =>
      [severity, ...(line ? [`${line}:${column}`] : []), message].join(' '),
    ),
  ).toEqual(problems);
});
