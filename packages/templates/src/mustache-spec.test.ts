import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Includes } from '@trialogue/variant-config';
import { Budget } from './budget';
import { renderTemplate, TemplateError, type Variables } from './index';
import { renderMustache } from './mustache/render';

type Case = [module: string, name: string, template: string, data: Variables, partials: Texts, expected: string];
type Texts = { readonly [name: string]: string };

/** The specification's own cases. */
const { cases } = JSON.parse(readFileSync(path.join(__dirname, '../conformance/mustache.json'), 'utf8')) as {
  cases: Case[];
};

/** Partials that may include each other, as deep as a test needs. */
const includesOf = (partials: Texts, depth = 3): Includes =>
  Object.fromEntries(
    Object.entries(partials).map(([name, template]) => [
      name,
      { version: `${name}@1`, template, ...(depth > 0 && { includes: includesOf(partials, depth - 1) }) },
    ]),
  );

test.each(cases)('%s: %s', (_module, _name, template, data, partials, expected) => {
  expect(renderMustache(template, data, includesOf(partials), new Budget(), 'page')).toBe(expected);
});

/** What asks for escaping or for something that is missing, or has data that are no variables by name. */
const differs = /Escaping|Miss|Failed Lookup|Broken Chain|Context Precedence|never single keys|Implicit Iterators/;

test.each(cases.filter(([, name]) => !differs.test(name)))(
  'a prompt gives the same text for %s: %s',
  (_module, _name, template, variables, partials, expected) => {
    const includes = includesOf(partials);
    expect(renderTemplate({ syntax: 'MUSTACHE', template, variables, includes })).toBe(expected);
  },
);

test.each(cases.filter(([, name]) => /^Basic.*Miss|Failed Lookup$/.test(name)))(
  'a prompt says what is missing in %s: %s',
  (_module, _name, template, variables) => {
    const render = () => renderTemplate({ syntax: 'MUSTACHE', template, variables });
    expect(render).toThrow(TemplateError);
  },
);
