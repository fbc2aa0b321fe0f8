import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Document, isNode, LineCounter, parseDocument } from 'yaml';

type Path = readonly (string | number)[];

/** A YAML file that knows on which line each of its values stands. */
export interface YamlFile {
  /** Relative to the project's folder. */
  readonly name: string;
  readonly content: unknown;
  /** Faults of the YAML itself. */
  readonly faults: readonly { readonly line: number; readonly message: string }[];
  /** Line of the value at a path, or of the nearest one around it. Keys are snake_case in files, camelCase in the graph; both are found. */
  lineOf(path: Path): number;
}

/** Aliases may be resolved this often: enough for a team's anchors, too little for a file that explodes. */
const aliasBound = 100;

/** Never throws: a file that cannot be read, or is no YAML, has faults and no content. */
export function readYaml(root: string, name: string): YamlFile {
  const lines = new LineCounter();
  let text = '';
  try {
    text = readFileSync(path.join(root, name), 'utf8');
  } catch (error) {
    return { name, content: undefined, faults: [{ line: 1, message: (error as Error).message }], lineOf: () => 1 };
  }
  const document = parseDocument(text, { lineCounter: lines });
  const faults = document.errors.map((error) => ({
    line: lines.linePos(error.pos[0]).line,
    message: error.message.split('\n')[0] ?? error.message,
  }));
  const lineOf = (place: Path): number => {
    const written = asWritten(document, place);
    for (let length = place.length; length > 0; length--) {
      const node = document.getIn(written.slice(0, length), true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    }
    return 1;
  };
  if (faults.length > 0) return { name, content: undefined, faults, lineOf };
  try {
    return { name, content: document.toJS({ maxAliasCount: aliasBound }), faults, lineOf };
  } catch (error) {
    // An alias of nothing, or so many that the file would explode.
    return { name, content: undefined, faults: [{ line: 1, message: (error as Error).message }], lineOf };
  }
}

/** A path with its keys as the file has them: an unknown one is taken for the camelCase of a snake_case key. */
function asWritten(document: Document, place: Path): Path {
  const path: (string | number)[] = [];
  for (const step of place) path.push(document.hasIn([...path, step]) ? step : toSnakeCase(step));
  return path;
}

const toSnakeCase = (key: string | number) =>
  typeof key === 'string' ? key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) : key;
