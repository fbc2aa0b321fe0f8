import { type Finding, type FlowEvent, verifyFlow, type Witness } from '@trialogue/flow-engine';
import type { Json } from '@trialogue/plugin-api';
import { fileOf } from '../apply/entries';
import { readYaml } from '../apply/yaml-file';
import { counted } from '../counted';
import type { Report } from '../subcommands';
import { flowFiles, lineOf, readFlowFile } from './flow-file';
import { includedFlows } from './included-flows';

/** `flows verify`: what flows would do wrong, with where it stands and a conversation that shows it. Asks nobody. */
export function verify(root: string, names: readonly string[]): Report {
  const files = (names.length > 0 ? names : flowFiles(root, 'flow')).map((name) => readFlowFile(root, name));
  const known = { prompt: missingPrompt(root) };
  const judged = files.flatMap((file) =>
    file.faults.length > 0
      ? file.faults.map(({ line, column, message }) => {
          const text = `${file.name}:${line}:${column}: error: ${message}`;
          return { text, data: { file: file.name, line, column, severity: 'error', path: '', message } };
        })
      : verifyFlow(file.content, { ...known, flows: includedFlows(root, file.content) }).map((finding) => {
          const { line, column } = file.placeOf(finding.path);
          const { path, ...others } = finding;
          const data = { file: file.name, line, column, path: path.join('.'), ...others };
          return { text: `${lineOf(file, finding, finding.severity)}${shownBy(finding)}`, data };
        }),
  );
  const findings = judged.map(({ data }) => data);
  const count = (severity: string) => findings.filter((one) => one.severity === severity).length;
  const summary = `${counted(count('error'), 'error')}, ${counted(count('warning'), 'warning')}, ${count('unknown')} unknown in ${counted(files.length, 'flow')}.`;
  return {
    text: `${[...judged.map(({ text }) => text), summary].join('\n')}\n`,
    data: { valid: count('error') === 0, files: files.map(({ name }) => name), findings },
    code: count('error') === 0 ? 0 : 1,
  };
}

function shownBy({ kind, witness }: Finding): string {
  return `  [${kind}]${witness ? `\n    ${told(witness)}` : ''}`;
}

function told({ slots, variables, attributes, events }: Witness): string {
  const given = Object.entries({ slots, variables, attributes }).filter(([, values]) => Object.keys(values).length > 0);
  const beginning = given.map(([name, values]) => `${name} ${JSON.stringify(values)}`).join(', ');
  return `seen: ${[beginning ? `start with ${beginning}` : 'start', ...events.map(toldOf)].join(' → ')}`;
}

function toldOf(event: FlowEvent): string {
  switch (event.type) {
    case 'USER':
      return `user ${short(event.text)}`;
    case 'ANSWERED':
      return `answer ${short(event.text)}`;
    case 'CALLED':
      return `call gives ${short(event.result)}`;
    case 'CALL_FAILED':
      return `call fails with ${event.code}`;
    case 'EVENT':
      return `event ${event.name} ${short(event.data)}`;
    case 'HANDED_BACK':
      return `handed back ${short(event.data)}`;
    case 'TIMER':
      return `time passes: ${event.timer}`;
  }
}

function short(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > 62 ? `${text.slice(0, 58)}…${text.endsWith('"') ? '"' : ''}` : text;
}

/** Judges references by the project's list of prompts; undefined when it has none. */
function missingPrompt(root: string): ((reference: string) => string | undefined) | undefined {
  const list = fileOf(root, 'prompts');
  if (list === undefined) return undefined;
  const { prompts } = (readYaml(root, list).content ?? {}) as { readonly prompts?: unknown };
  const there = new Set(
    (Array.isArray(prompts) ? (prompts as readonly ListedPrompt[]) : []).flatMap(
      ({ name, versions = [], labels = {} }) => [
        name,
        ...versions.map(({ version }) => `${name}@${version}`),
        ...Object.keys(labels).map((label) => `${name}@${label}`),
      ],
    ),
  );
  return (reference) => (there.has(reference) ? undefined : `there is no prompt ${reference} in ${list}`);
}

interface ListedPrompt {
  readonly name: string;
  readonly versions?: readonly { readonly version: number }[];
  readonly labels?: { readonly [label: string]: unknown };
}
