import { DomainError } from '@trialogue/errors';
import type { JsonObject } from '@trialogue/plugin-api';
import { type Declared, renderVersion } from './index';

const version = {
  name: 'meal',
  number: 2,
  syntax: 'JINJA' as const,
  template: 'Plan {{ meals }} meals for {{ user.name }}.',
  variables: [
    { name: 'meals', required: false, default: 3, schema: { type: 'integer', minimum: 1 } },
    {
      name: 'user',
      required: true,
      schema: { type: 'object', properties: { name: { type: 'string' }, tags: { items: { enum: ['a', 'b'] } } } },
    },
  ] satisfies Declared[] as Declared[],
};

function failureOf(given: JsonObject, changes: object = {}) {
  try {
    return renderVersion({ ...version, ...changes }, given);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return [error.code, error.message, ...(error.problems ?? []).map(({ path }) => path.join('.'))];
  }
}

test('a text is one message of the system', () => {
  expect(renderVersion(version, { user: { name: 'Ana' } })).toEqual([
    { role: 'system', text: 'Plan 3 meals for Ana.' },
  ]);
});

test('a chat is its messages in order, each with the variables as they were given', () => {
  const messages = [
    { role: 'system' as const, template: '{% set _ = list.append(4) %}{{ list }}' },
    { role: 'user' as const, template: '{{ list }}' },
    { role: 'assistant' as const, template: '{% include "end" %}' },
  ];
  const includes = { end: { version: 'end@1', template: '{{ list|length }}' } };
  expect(renderVersion({ ...version, variables: [], messages, includes }, { list: [1] })).toEqual([
    { role: 'system', text: '[1, 4]' },
    { role: 'user', text: '[1]' },
    { role: 'assistant', text: '1' },
  ]);
});

test.each<[given: JsonObject, failure: string[]]>([
  [{}, ['PROMPT_VARIABLE_MISSING', 'Prompt meal@2 needs the variable user.']],
  [
    { user: { name: 3 } },
    [
      'PROMPT_VARIABLE_INVALID',
      'Prompt meal@2 does not take this value of user.name: found 3; expected a string.',
      'variables.user.name',
    ],
  ],
  [
    { user: { name: 'Ana', tags: ['a', 'c'] } },
    [
      'PROMPT_VARIABLE_INVALID',
      'Prompt meal@2 does not take this value of user.tags.1: found "c"; expected one of "a", "b"; did you mean "a"?',
      'variables.user.tags.1',
    ],
  ],
  [
    { user: { name: 'Ana' }, meals: 0 },
    [
      'PROMPT_VARIABLE_INVALID',
      'Prompt meal@2 does not take this value of meals: found 0; it must be >= 1.',
      'variables.meals',
    ],
  ],
  [{ user: {} }, ['PROMPT_VARIABLE_MISSING', 'Prompt meal@2 needs the variable user.name.']],
])('%j is refused before a model is asked', (given, failure) => expect(failureOf(given)).toEqual(failure));

test('what fails in an included prompt is said to', () => {
  const includes = { end: { version: 'end@1', template: 'a\n{{ meals|shout }}' } };
  const failure = failureOf({ user: { name: 'Ana' } }, { template: '{% include "end" %}', includes });
  expect(failure).toEqual([
    'TEMPLATE_INVALID',
    'The template cannot be used: line 2 of end: There is no filter shout.',
  ]);
});

test('the limits of a render hold for all messages of a chat together', () => {
  const message = { role: 'user' as const, template: '{% for i in range(9000) %}{{ i }}{% endfor %}' };
  const chat = (length: number) => ({ variables: [], messages: Array.from({ length }, () => message) });
  expect(failureOf({}, chat(2))).toHaveLength(2);
  expect(failureOf({}, chat(20))).toContain('TEMPLATE_INVALID');
});
