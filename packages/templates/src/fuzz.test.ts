import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { checkTemplate, limits, renderTemplate, TemplateError, type Variables } from './index';
import { hostileTemplates } from './testing/hostile-templates';
import { leastCpuOf } from './testing/least-cpu';

const { shared, cases } = JSON.parse(readFileSync(path.join(__dirname, '../conformance/cases.json'), 'utf8')) as {
  shared: Variables;
  cases: [group: string, template: string][];
};
const templates = [
  ...cases.map(([, template]) => template),
  ...hostileTemplates.map(([, template]) => template),
].filter(({ length }) => length < 2000);
const pieces =
  '{{ }} {% %} {# #} {%- -%} {%for x in range(999999)%} {%endfor%} {%if x%} {%else%} {%endif%} {%set x=x~x%} {%set x=[x,x]%} {%macro m(n)%} {%endmacro%} {{m(1)}} {%raw%} {%endraw%} {%include "p"%} |list |tojson |pprint |join |batch(9) |center(999) |format( |map( ( ) [ ] { } , : . ~ ** // % * 9999999999 1e300 -1 "x" \\u0000 \u{1f600} \ud800 __proto__ constructor loop self caller {{#x}} {{/x}} {{>p}} {{=<% %>=}}'.split(
    ' ',
  );

/** A template of the corpus with some places changed: left out, said again, or with a piece of another one in it. */
const mutant = fc
  .record({
    template: fc.constantFrom(...templates),
    changes: fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        length: fc.integer({ min: 0, max: 40 }),
        times: fc.constantFrom(0, 1, 2, 50),
        piece: fc.oneof(fc.constantFrom(...pieces), fc.constantFrom(...templates)),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  })
  .map(({ template, changes }) =>
    changes.reduce((text, { at, length, times, piece }) => {
      const start = Math.floor(at * text.length);
      const part = text.slice(start, start + length);
      return text.slice(0, start) + part.repeat(times) + piece + text.slice(start + length);
    }, template),
  );

const includes = { p: { version: 'p@1', template: '{% for i in range(9) %}{{ name }}{% endfor %}{{name}}' } };

function attempt(syntax: 'JINJA' | 'MUSTACHE', template: string): void {
  try {
    const text = renderTemplate({ syntax, template, variables: shared, includes });
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limits.output);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
  }
}

const settled = () => {
  (globalThis as { gc?: () => void }).gc?.();
  return process.memoryUsage().rss;
};

test.each([
  ['JINJA', 2500],
  ['MUSTACHE', 1000],
] as const)(
  '%s: %i mutants harm neither the process nor the next render',
  (syntax, numRuns) => {
    const run = (template: string) => {
      expect(leastCpuOf(() => attempt(syntax, template), 50)).toBeLessThan(50);
      expect(leastCpuOf(() => checkTemplate({ syntax, template, variables: [], includes }), 50)).toBeLessThan(50);
      const hello = { syntax, template: 'Hello {{ name }}!', variables: { name: 'Ana' } };
      expect(renderTemplate(hello)).toBe('Hello Ana!');
    };
    const explore = (runs: number, seed: number) => fc.assert(fc.property(mutant, run), { seed, numRuns: runs });
    explore(300, 1);
    const growthOf = (work: () => void) => {
      const before = settled();
      work();
      return settled() - before;
    };
    const grown = growthOf(() => explore(numRuns, 20_261_125));
    // A heap that was made larger once stays so; what leaks grows again.
    const most = 64 * 1024 * 1024;
    expect(grown < most ? grown : growthOf(() => explore(numRuns, 20_261_125))).toBeLessThan(most);
  },
  120_000,
);
