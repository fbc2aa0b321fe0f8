import { existsSync } from 'node:fs';
import path from 'node:path';
import Ajv2020, { type ErrorObject } from 'ajv/dist/2020';
import { type Outcome, refused } from './outcome';
import { readYaml, type YamlFile } from './yaml-file';

/** One entry of a file's list, checked by its schema. */
export interface Entry<Value> {
  readonly value: Value;
  readonly index: number;
  readonly file: YamlFile;
  readonly line: number;
  /** Where a part of the entry stands when that is in another file: the file, and the path in it. */
  readonly elsewhere?: (path: readonly (string | number)[]) => Place | undefined;
}

export interface Place {
  readonly file: YamlFile;
  readonly path: readonly (string | number)[];
}

export interface EntryList<Value> {
  readonly entries: readonly Entry<Value>[];
  readonly refused: readonly Outcome[];
  /** What was read, relative to the project's folder. */
  readonly files: readonly string[];
}

const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });

/**
 * The entries under `list` in `config/<list>.yml`, or, when there is none, in `config/<list>.example.yml`. An entry that
 * does not fit the schema is refused with its line; the others go on.
 */
export function readEntries<Value>(root: string, list: string, noun: string, schema: object): EntryList<Value> {
  const name = [`config/${list}.yml`, `config/${list}.example.yml`].find((file) => existsSync(path.join(root, file)));
  if (!name) return { entries: [], refused: [], files: [] };
  const file = readYaml(root, name);
  const problem = file.faults[0] ?? notAList(file, list);
  if (problem)
    return { entries: [], refused: [refused(name, problem.line, 'the file', problem.message)], files: [name] };

  const fits = ajv.compile(schema);
  const entries: Entry<Value>[] = [];
  const outcomes: Outcome[] = [];
  for (const [index, value] of (file.content as Record<string, unknown[]>)[list]!.entries()) {
    const line = file.lineOf([list, index]);
    if (fits(value)) entries.push({ value: value as Value, index, file, line });
    else
      outcomes.push({
        ...refused(name, line, `${noun} ${nameOf(value, index)}`, ''),
        notes: notesOf(file, [list, index], fits.errors ?? []),
      });
  }
  return { entries, refused: outcomes, files: [name] };
}

/**
 * What the mutation takes, with what was refused before. An entry whose input cannot be made is refused with the reason;
 * `make` adds the files that it reads.
 */
export function toInputs<Value>(
  read: EntryList<Value>,
  noun: string,
  make: (entry: Entry<Value>, files: Set<string>) => { readonly input: object; readonly entry?: Entry<Value> },
) {
  const files = new Set(read.files);
  const outcomes: Outcome[] = [...read.refused];
  const entries: Entry<Value>[] = [];
  const inputs: object[] = [];
  for (const entry of read.entries) {
    try {
      const made = make(entry, files);
      inputs.push(made.input);
      entries.push(made.entry ?? entry);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      outcomes.push(refused(entry.file.name, entry.line, `${noun} ${nameOf(entry.value, entry.index)}`, message));
    }
  }
  return { entries, inputs, refused: outcomes, files: [...files] };
}

function notAList({ content, lineOf }: YamlFile, list: string) {
  if (Array.isArray((content as Record<string, unknown> | null)?.[list])) return undefined;
  return { line: lineOf([list]), message: `expected a list under \`${list}:\`` };
}

function nameOf(value: unknown, index: number): string {
  const { name, key } = (value ?? {}) as { name?: unknown; key?: unknown };
  return String(name ?? key ?? `number ${index + 1}`);
}

function notesOf(file: YamlFile, base: (string | number)[], errors: readonly ErrorObject[]) {
  return errors.map((error) => {
    const steps = error.instancePath
      .split('/')
      .slice(1)
      .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
    const extra = error.params.additionalProperty ?? error.params.unevaluatedProperty;
    const place = extra ? [...steps, extra] : steps;
    return { line: file.lineOf([...base, ...place]), message: `${place.join('.') || 'the entry'} ${sentence(error)}` };
  });
}

function sentence(error: ErrorObject): string {
  if (error.params.additionalProperty) return 'is not a known key';
  if (error.keyword === 'enum') return `must be one of ${error.params.allowedValues.join(', ')}`;
  return error.message ?? 'is not valid';
}
