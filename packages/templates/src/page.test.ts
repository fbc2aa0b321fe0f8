import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { build, type Metafile } from 'esbuild';
import { renderVersion } from './render';
import type { Version } from './render-version';

const { shared, cases } = JSON.parse(readFileSync(path.join(__dirname, '../conformance/cases.json'), 'utf8'));

/** What renders, as a page's bundler takes it. */
const bundled = (minify = false) =>
  build({
    minify,
    ...{ entryPoints: [path.join(__dirname, 'render.ts')], bundle: true, write: false, metafile: true },
    ...{ format: 'iife', globalName: 'templates', platform: 'browser', target: 'es2022' },
    conditions: ['trialogue-source'],
  });

/** Answers what each template gives with the variables of all, and of its own: its text, or the code of its error. */
const renderAll = `(rounds, shared) => JSON.stringify(JSON.parse(rounds).map(([template, variables, declared]) => {
  const version = { name: 'page', number: 1, syntax: 'JINJA', template, variables: declared };
  try {
    return templates.renderVersion(version, { ...JSON.parse(shared), ...variables })[0].text;
  } catch (error) {
    return error.code;
  }
}))`;

test('what renders has nothing of Node in it', async () => {
  const { inputs } = (await bundled()).metafile as Metafile;
  const imports = Object.values(inputs).flatMap((input) => input.imports.map((one) => one.path));
  expect(
    [...Object.keys(inputs), ...imports].filter((name) => /^node:|canonical-json|check-version/.test(name)),
  ).toEqual([]);
});

test('it is ASCII, for a page may read its scripts in another encoding', async () => {
  const { text } = (await bundled(true)).outputFiles[0]!;
  expect(text.match(/.{0,40}[^ -~\s].{0,40}/g)).toBeNull();
});

test('it renders the same where there is nothing but the language, TextEncoder and a clock', async () => {
  const { outputFiles } = await bundled();
  const context = createContext({ TextEncoder, performance });
  runInContext(outputFiles[0]!.text, context);
  const declared: Version['variables'] = [{ name: 'age', required: false, schema: { type: 'integer', minimum: 1 } }];
  const rounds = [
    ...cases.map(([, template, variables]: [string, string, object]) => [template, variables, []]),
    ['{{ age }} {{ name }}', { age: 3, name: 'Zoë 🍲' }, declared],
    ['{{ age }}', { age: 0 }, declared],
    ['{{ "é" * 200000 }}', {}, []],
    ['{% for _ in range(100000) %}{% for _ in range(100000) %}{% endfor %}{% endfor %}', {}, []],
  ];
  const given = [JSON.stringify(rounds), JSON.stringify(shared)] as const;
  const there = JSON.parse(runInContext(renderAll, context)(...given));
  const here = JSON.parse(new Function('templates', `return ${renderAll}`)({ renderVersion })(...given));
  expect(there).toEqual(here);
  expect(there.slice(-4)).toEqual(['3 Zoë 🍲', 'PROMPT_VARIABLE_INVALID', 'TEMPLATE_INVALID', 'TEMPLATE_INVALID']);
});
