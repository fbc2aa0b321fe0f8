import { existsSync } from 'node:fs';
import path from 'node:path';
import type { JsonObject } from '@trialogue/plugin-api';
import { schemaProblems } from '@trialogue/variant-config';
import { type Note, noteAt, type Outcome, refused } from './outcome';
import { type Path, type Position, readYaml, type YamlFile } from './yaml-file';

/** One entry of a file's list. */
export interface Entry {
  readonly index: number;
  readonly file: YamlFile;
  /** What it calls itself. */
  readonly name: string;
  /** Where a part of the entry stands when that is in another file. */
  readonly elsewhere?: Elsewhere;
}

export type Elsewhere = (path: Path) => { readonly file: YamlFile; readonly path: Path } | undefined;

/** What a list's files say, as the graph takes it. */
export interface EntryList {
  readonly entries: readonly Entry[];
  /** Of the entries, in their order. */
  readonly inputs: readonly object[];
  readonly refused: readonly Outcome[];
  /** Entries that were refused, as their file has them. */
  readonly broken: readonly (Entry & { readonly value: unknown })[];
  /** What was read, relative to the project's folder: it is worth watching. */
  readonly files: readonly string[];
}

/** What is noticed while an entry's input is made. */
export interface Gathered {
  readonly files: Set<string>;
  /** @param path in the entry */
  fault(path: Path, message: string): void;
  /** In another file than the entry, at a path in it, or where its text is no YAML. */
  faultIn(file: YamlFile, at: Path | Position, message: string): void;
}

/** How a list is read. */
export interface ListFormat<Value> {
  /** `prompts`: what the list is called in its file, and the file is. */
  readonly list: string;
  readonly noun: string;
  readonly schema: object;
  /** What the mutation takes of an entry that fits the schema. With a fault nothing is done with it. */
  toInput(value: Value, gathered: Gathered, entry: Entry): { readonly input: object; readonly elsewhere?: Elsewhere };
}

/** `config/<list>.yml`, or, when there is none, `config/<list>.example.yml`. */
export const fileOf = (root: string, list: string): string | undefined =>
  [`config/${list}.yml`, `config/${list}.example.yml`].find((file) => existsSync(path.join(root, file)));

/**
 * The entries of a list. One that has faults is refused, with all of them and where they stand; the others go on.
 *
 * @param name of the file; undefined: the project has none
 */
export function readList<Value>(root: string, name: string | undefined, format: ListFormat<Value>): EntryList {
  const { list, noun, schema } = format;
  const none = { entries: [], inputs: [], refused: [], broken: [] };
  if (name === undefined) return { ...none, files: [] };
  const file = readYaml(root, name);
  const faults = file.faults.length > 0 ? file.faults : notAList(file, list);
  if (faults.length > 0) {
    const notes = faults.map(({ line, column, message }) => ({ line, column, path: '', message }));
    return { ...none, refused: [refused(name, notes[0]!, 'the file', notes)], files: [name] };
  }
  const values = (file.content as { readonly [list: string]: readonly unknown[] })[list]!;
  const read = { entries: [] as Entry[], inputs: [] as object[], refused: [] as Outcome[], broken: [] as Broken[] };
  const files = new Set([name]);
  const names = values.map(nameOf);
  for (const [index, value] of values.entries()) {
    const entry: Entry = { index, file, name: names[index]! };
    const notes = [...repetitionNotes(entry, names, list), ...schemaNotes(entry, list, schema, value)];
    const made = notes.length === 0 ? makeInput(format, entry, value as Value, files) : { notes };
    if (made.notes.length === 0 && 'input' in made) {
      read.inputs.push(made.input);
      read.entries.push({ ...entry, elsewhere: made.elsewhere });
    } else {
      read.refused.push(refused(name, file.placeOf([list, index]), `${noun} ${entry.name}`, made.notes));
      read.broken.push({ ...entry, value });
    }
  }
  return { ...read, files: [...files] };
}

type Broken = Entry & { readonly value: unknown };

function makeInput<Value>({ list, toInput }: ListFormat<Value>, entry: Entry, value: Value, files: Set<string>) {
  const notes: Note[] = [];
  const gathered: Gathered = {
    files,
    fault: (at, message) => notes.push(noteAt(entry.file.placeOf([list, entry.index, ...at]), { message }, 2)),
    faultIn(file, at, message) {
      const place = 'line' in at ? { ...at, path: [] } : file.placeOf(at);
      notes.push({ ...noteAt(place, { message }), file: file.name });
    },
  };
  return { ...toInput(value, gathered, entry), notes };
}

function notAList({ content, placeOf }: YamlFile, list: string) {
  if (Array.isArray((content as Record<string, unknown> | null)?.[list])) return [];
  return [{ ...placeOf([list]), message: `expected a list under \`${list}:\`` }];
}

/** An entry that is there twice would be changed to and fro. */
function repetitionNotes({ file, index, name }: Entry, names: readonly string[], list: string): Note[] {
  const first = names.indexOf(name);
  if (first === index) return [];
  const { line } = file.placeOf([list, first]);
  const message = `is there twice: ${name} stands in line ${line} already`;
  return [noteAt(file.placeOf([list, index]), { message }, 2)];
}

function schemaNotes({ file, index }: Entry, list: string, schema: object, value: unknown): Note[] {
  return schemaProblems(schema as JsonObject, value as JsonObject).map(({ path: at, ...said }) =>
    noteAt(file.placeOf([list, index, ...at]), said, 2),
  );
}

function nameOf(value: unknown, index: number): string {
  const { name, key } = (value ?? {}) as { name?: unknown; key?: unknown };
  return String(key ?? name ?? `number ${index + 1}`);
}
