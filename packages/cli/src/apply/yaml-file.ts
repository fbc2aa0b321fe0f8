import path from 'node:path';
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import { boundedText } from '../bounded-text';

export type Path = readonly (string | number)[];

/** Counted from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface Place extends Position {
  /** With its keys as the file has them. */
  readonly path: Path;
}

/** A YAML file that knows where each of its values stands. */
export interface YamlFile {
  /** Relative to the project's folder. */
  readonly name: string;
  readonly content: unknown;
  /** Faults of the YAML itself. */
  readonly faults: readonly (Position & { readonly message: string })[];
  /**
   * Where what a path leads to stands: its key, or it itself in a list; for what is not there, the nearest around it.
   * Keys are snake_case in files, camelCase in the graph; both are found.
   */
  placeOf(path: Path): Place;
}

/** Aliases may be resolved this often: enough for a team's anchors, too little for a file that explodes. */
export const aliasBound = 100;
/** Bytes. */
const largestFile = 16_777_216;
const start: Position = { line: 1, column: 1 };

/** Never throws: a file that cannot be read, or is no YAML, has faults and no content. */
export function readYaml(root: string, name: string): YamlFile {
  const lines = new LineCounter();
  const at = (offset: number): Position => {
    const { line, col: column } = lines.linePos(offset);
    return { line, column };
  };
  const nowhere = (place: Path): Place => ({ ...start, path: place });
  let text = '';
  try {
    text = boundedText(path.resolve(root, name), largestFile);
  } catch (error) {
    const faults = [{ ...start, message: (error as Error).message }];
    return { name, content: undefined, faults, placeOf: nowhere };
  }
  const document = parseDocument(text, { lineCounter: lines });
  const faults = document.errors.map((error) => ({
    ...at(error.pos[0]),
    message: error.message.split('\n')[0] ?? error.message,
  }));
  const placeOf = (place: Path): Place => {
    const written = asWritten(document, place);
    for (let length = place.length; length > 0; length--) {
      const offset = offsetOf(document, written.slice(0, length));
      if (offset !== undefined) return { ...at(offset), path: written };
    }
    return { ...start, path: written };
  };
  const file = { name, faults, placeOf };
  if (faults.length > 0) return { ...file, content: undefined };
  try {
    return { ...file, content: document.toJS({ maxAliasCount: aliasBound }) };
  } catch (error) {
    // An alias of nothing, or so many that the file would explode.
    return { ...file, content: undefined, faults: [{ ...start, message: (error as Error).message }] };
  }
}

/** Of the key that a path ends with, or of the item. */
function offsetOf(document: Document, path: Path): number | undefined {
  const node = document.getIn(path, true);
  const parent = path.length > 1 ? document.getIn(path.slice(0, -1), true) : document.contents;
  const pair = isMap(parent) && parent.items.find(({ key }) => isScalar(key) && key.value === path.at(-1));
  const named = pair ? pair.key : node;
  return isNode(named) ? named.range?.[0] : undefined;
}

/** A path with its keys as the file has them: an unknown one is taken for the camelCase of a snake_case key. */
function asWritten(document: Document, place: Path): Path {
  const path: (string | number)[] = [];
  for (const step of place) {
    const snake = toSnakeCase(step);
    path.push(!document.hasIn([...path, step]) && document.hasIn([...path, snake]) ? snake : step);
  }
  return path;
}

const toSnakeCase = (key: string | number) =>
  typeof key === 'string' ? key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) : key;
