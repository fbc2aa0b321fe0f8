import type { Environment } from 'minijinja-js';
import { missingFunction, useEngine } from './jinja-engine';
import { jinjaNames, type Mention, type NameUse } from './jinja-names';
import { checkSize, has, plainVariables, type Variables } from './limits';
import type { TemplateAnalysis, TemplateProblem } from './template-analysis';
import { placeOf, placesOf, TemplateError } from './template-error';

export function renderJinja(template: string, variables: Variables): string {
  checkSize('template', template);
  const plain = plainVariables(variables);
  const { uses } = jinjaNames(template);
  const text = useEngine((environment, missing) => {
    try {
      const rendered = environment.renderStr(guarded(template, uses), plain);
      if (missing.length === 0) return rendered;
    } catch (error) {
      const translated = translate(error);
      // The place has to be that in the author's template, not in the guarded one.
      const original = translated.kind === 'syntax' ? syntaxError(environment, template) : undefined;
      if (missing.length === 0) throw original ?? translated;
    }
    throw missingVariable(template, uses[missing[0]!], plain);
  });
  checkSize('output', text);
  return text;
}

/** Names and problems of a template, without rendering it. Throws a `TemplateError` when it does not parse. */
export function analyseJinja(template: string): TemplateAnalysis {
  const { uses, mentions } = jinjaNames(template);
  const placeAt = placesOf(template);
  const unknown = useEngine((environment) => {
    const broken = syntaxError(environment, template);
    if (broken) throw broken;
    return mentions.filter((mention) => !isKnown(environment, mention));
  });
  return {
    names: uses.flatMap(({ path, start, local }) => (local ? [] : [{ name: path[0]!, at: start, certain: true }])),
    problems: unknown.map(({ kind, name, at }): TemplateProblem => {
      const message =
        kind === 'template' ? `Other templates cannot be used here (${name}).` : `There is no ${kind} ${name}.`;
      return { severity: 'error', message, ...placeAt(at) };
    }),
  };
}

function isKnown(environment: Environment, { kind, name }: Mention): boolean {
  if (kind === 'template') return false;
  return environment.evalExpr(kind === 'function' ? `${name} is defined` : `'${name}' is ${kind}`, {});
}

/** Paths longer than this are guarded by their beginning. */
const longestGuard = 8;

/**
 * The template with each use of a variable asked for its existence first: MiniJinja's strict mode alone lets a missing
 * value into filters, comparisons, `not` and `~`, where it would silently become an empty text, and does not name it.
 * Lines stay as they are.
 */
function guarded(template: string, uses: readonly NameUse[]): string {
  let text = '';
  let copied = 0;
  for (const [index, { path, start, end, demanded }] of uses.entries()) {
    const steps = Math.min(demanded, longestGuard);
    if (steps === 0) continue;
    const whole = path.slice(0, steps).join('.');
    const exists = Array.from({ length: steps }, (_, i) => `${path.slice(0, i + 1).join('.')} is defined`);
    const rest = path.slice(steps).map((name) => `.${name}`);
    text += template.slice(copied, start);
    text += `(${whole} if ${exists.join(' and ')} else ${missingFunction}(${index}))${rest.join('')}`;
    copied = end;
  }
  return text + template.slice(copied);
}

function missingVariable(template: string, use: NameUse | undefined, variables: Variables): TemplateError {
  if (!use) return new TemplateError('failure', `Templates cannot call ${missingFunction}.`);
  const { path, local } = use;
  const missing = path.findIndex((_, i) => !has(variables, path.slice(0, i + 1)));
  const variable = local || missing < 0 ? path.join('.') : path.slice(0, missing + 1).join('.');
  return new TemplateError('missing-variable', `The variable ${variable} is missing.`, {
    variable,
    ...placeOf(template, use.start),
  });
}

function syntaxError(environment: Environment, template: string): TemplateError | undefined {
  try {
    environment.addTemplate('<string>', template);
    environment.removeTemplate('<string>');
    return undefined;
  } catch (error) {
    return translate(error);
  }
}

/**
 * MiniJinja's messages: `kind: detail (in <string>:LINE)`, then, for syntax, an excerpt with carets under the place.
 * An error that is not MiniJinja's is thrown on: the engine has trapped.
 */
function translate(error: unknown): TemplateError {
  const report = String((error as Error).message);
  const [, said, number] = /^(.*?) \(in <string>:(\d+)\)/s.exec(report) ?? [];
  if (said === undefined) throw error;
  const place = { line: Number(number), column: caretColumn(report) };
  const message = `${said[0]!.toUpperCase()}${said.slice(1)}.`;
  if (/recursion limit|out of fuel|too many elements/.test(said)) return new TemplateError('limit', message, place);
  if (said.startsWith('undefined value')) {
    return new TemplateError('missing-variable', `Something on line ${number} is missing.`, place);
  }
  if (!said.startsWith('syntax error')) return new TemplateError('failure', message, place);
  return new TemplateError('syntax', message, place);
}

/** The excerpt's lines begin with a gutter, `   3 > `, of the same width above the carets. */
function caretColumn(report: string): number | undefined {
  const [, gutter, indent] = /^( *\d+ > ).*\n( *i *)\^/m.exec(report) ?? [];
  return gutter === undefined || indent === undefined ? undefined : indent.length - gutter.length + 1;
}
