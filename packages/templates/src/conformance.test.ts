import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Includes } from '@trialogue/variant-config';
import { renderTemplate, TemplateError, type Variables } from './index';

/** Written by Jinja2 itself: see `conformance/generate.py`. */
type Case = [group: string, template: string, variables: Variables, text: string | null, kind?: string];

const { shared, partials, cases } = JSON.parse(
  readFileSync(path.join(__dirname, '../conformance/cases.json'), 'utf8'),
) as {
  shared: Variables;
  partials: { readonly [name: string]: string };
  cases: Case[];
};

/** Where we differ, and why. README.md has them in words. */
const deviations: { readonly [template: string]: [outcome: string, why: string] } = {
  "{{ 'x'|nosuchfilter }}": ['failure', 'what is unknown is an error of its own, not one of syntax'],
  '{{ n is nosuchtest }}': ['failure', 'what is unknown is an error of its own, not one of syntax'],
  "{{ people|map(attribute='nope')|list }}": ['missing', 'a list does not print a value that is not there'],
  '{{ missing|tojson }}': ['missing', 'it says that the value is missing, not that it is of no type'],
  '{{ range(missing) }}': ['missing', 'it says that the value is missing, not that it is of no type'],
  "{{ 'a'.replace(missing, 'b') }}": ['missing', 'it says that the value is missing, not that it is of no type'],
  '{{ missing|abs }}': ['missing', 'it says that the value is missing, not that it is of no type'],
  '{{ [1,2,3]|random is defined }}': ['failure', 'nothing is random'],
  "a{% include 'counts' %}b": ['missing', 'it says that the namespace is missing, not that it is none'],
  "{% include 'counts' without context %}": ['missing', 'it says that the namespace is missing, not that it is none'],
  '{{ self }}': ['missing', 'it is there only where a template has blocks'],
  '{{ dict.foo }}': ['missing', 'Python’s generic types are no part of Jinja'],
};

const within = (depth: number): Includes =>
  Object.fromEntries(
    Object.entries(partials).map(([name, template]) => [
      name,
      { version: `${name}@1`, template, ...(depth > 0 && { includes: within(depth - 1) }) },
    ]),
  );
const includes = within(1);

function outcomeOf(template: string, variables: Variables): string {
  try {
    return `text ${renderTemplate({ syntax: 'JINJA', template, variables: { ...shared, ...variables }, includes })}`;
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return error.kind === 'missing-variable' ? 'missing' : error.kind;
  }
}

const groups = [...new Set(cases.map(([group]) => group))];

test.each(groups)('%s: the text of Jinja2 itself', (group) => {
  const own = cases.filter(([name, template]) => name === group && !Object.hasOwn(deviations, template));
  const outcomes = own.map(([, template, variables]) => [template, outcomeOf(template, variables)]);
  expect(outcomes).toEqual(own.map(([, template, , text, kind]) => [template, text === null ? kind : `text ${text}`]));
});

test.each(Object.entries(deviations))('%s differs', (template, [outcome]) => {
  const [, , variables, text, kind] = cases.find(([, written]) => written === template)!;
  expect(outcomeOf(template, variables)).toBe(outcome);
  expect(text === null ? kind : `text ${text}`).not.toBe(outcome);
});
