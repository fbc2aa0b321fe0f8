import { isMap, isScalar, type Pair, type Scalar, type YAMLMap } from 'yaml';

/** A part of a text, and what is put in its place. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly by: string;
}

export function edited(text: string, edits: readonly Edit[]): string {
  const inOrder = [...edits].sort((one, other) => other.from - one.from);
  return inOrder.reduce((whole, { from, to, by }) => whole.slice(0, from) + by + whole.slice(to), text);
}

const strategy = 'execution_strategy';
const model = 'mlflow_model';
const reference = 'policy_version_id';

/**
 * What takes a legacy config to the unified form, touching nothing else: `policy_version_id` goes, as it is written, under
 * `mlflow_model`, its comment with it, and `execution_strategy` comes before it unless it is there. `params` with nothing
 * behind it become `{}`.
 */
export function configEdits(text: string, config: YAMLMap): Edit[] {
  const source = new Source(text, config);
  const moved = source.pair(reference)!;
  const target = source.pair(model)?.value;
  return [...(isMap(target) ? intoModel(source, moved, target) : [wrapped(source, moved)]), ...nothingAsParams(source)];
}

/** In place of the reference: the strategy, and the reference within its member. */
function wrapped(source: Source, moved: Pair): Edit {
  const { from, to } = source.span(moved);
  const word = wordLike(moved.key as Scalar);
  const inFront = source.pair(strategy) ? '' : `${word(strategy)}: ${word(model)}`;
  const written = source.text.slice(from, to);
  if (source.isFlow) {
    const between = inFront && `${inFront},${source.startsLine(from) ? source.lineBreak(from) : ' '}`;
    return { from, to, by: `${between}${word(model)}: { ${written} }` };
  }
  const line = source.lineBreak(from);
  const deeper = written.replace(/\n(?=[^\r\n])/g, `\n${source.step}`);
  return { from, to, by: `${inFront && inFront + line}${word(model)}:${line}${source.step}${deeper}` };
}

/** The member is there: it gets the reference unless it has it, and the place at the top is used for the strategy. */
function intoModel(source: Source, moved: Pair, target: YAMLMap): Edit[] {
  const { from, to } = source.span(moved);
  const word = wordLike(moved.key as Scalar);
  const edits: Edit[] = [];
  if (!target.has(reference)) {
    const written = source.text.slice(from, to);
    const [first] = target.items as Pair[];
    if (first) {
      const at = source.span(first).from;
      edits.push({ from: at, to: at, by: `${written}${target.flow ? ', ' : source.lineBreak(at)}` });
    } else edits.push({ from: target.range![0], to: target.range![1], by: `{ ${written} }` });
  }
  if (source.pair(strategy)) edits.push(source.removal(moved));
  else edits.push({ from, to, by: `${word(strategy)}: ${word(model)}` });
  return edits;
}

function nothingAsParams(source: Source): Edit[] {
  const value = source.pair('params')?.value;
  if (!isScalar(value) || value.value !== null) return [];
  const [from, to] = value.range!;
  const before = /\s/.test(source.text[from - 1]!) ? '' : ' ';
  return [{ from, to, by: `${before}{}${source.text[to] === '#' ? ' ' : ''}` }];
}

/** Writes a word as the key beside it is written: plain, or in the same quotes. */
function wordLike({ type }: Scalar): (word: string) => string {
  if (type === 'QUOTE_DOUBLE') return (word) => `"${word}"`;
  if (type === 'QUOTE_SINGLE') return (word) => `'${word}'`;
  return (word) => word;
}

/** A config in the text of its file. */
class Source {
  readonly isFlow: boolean;

  constructor(
    readonly text: string,
    private readonly config: YAMLMap,
  ) {
    this.isFlow = config.flow === true;
  }

  pair(key: string): Pair | undefined {
    return this.config.items.find((pair) => isScalar(pair.key) && pair.key.value === key);
  }

  /** From the key to the end of the value, without comments and line ends behind it. */
  span({ key, value }: Pair): { from: number; to: number } {
    const [from, keyEnd] = (key as Scalar).range!;
    const end = (value as Scalar | null)?.range?.[1] ?? keyEnd;
    return { from, to: from + this.text.slice(from, end).trimEnd().length };
  }

  /** How much deeper a member stands than the map that it is in: as in this config, or two spaces. */
  get step(): string {
    const column = this.before(this.span(this.config.items[0]!).from).length;
    for (const { value } of this.config.items) {
      if (!isMap(value) || value.flow || value.items.length === 0) continue;
      const deeper = this.before(this.span(value.items[0]!).from).length;
      if (deeper > column) return ' '.repeat(deeper - column);
    }
    return '  ';
  }

  startsLine(at: number): boolean {
    return this.before(at).trim() === '';
  }

  /** The end of a line as the file has it, and the indentation of what stands at a place. */
  lineBreak(at: number): string {
    const end = this.text.includes('\r\n') ? '\r\n' : '\n';
    return end + this.before(at).replace(/[^\t]/g, ' ');
  }

  /** Takes out a pair with its line or its comma; a comment behind it stays, on the line. */
  removal(pair: Pair): Edit {
    const { from, to } = this.span(pair);
    const { items } = this.config;
    const next = items[items.indexOf(pair) + 1];
    const previous = items[items.indexOf(pair) - 1];
    if (this.isFlow) {
      if (next) return { from, to: this.span(next).from, by: '' };
      return { from: previous ? this.span(previous).to : from, to, by: '' };
    }
    const rest = /^[ \t]*(#[^\r\n]*)?(\r?\n)?/.exec(this.text.slice(to))!;
    if (rest[1]) return { from, to: to + rest[0].length - (rest[1].length + (rest[2]?.length ?? 0)), by: '' };
    return { from: from - this.before(from).length, to: to + rest[0].length, by: '' };
  }

  /** What stands on the line in front of a place. */
  private before(at: number): string {
    return this.text.slice(this.text.lastIndexOf('\n', at - 1) + 1, at);
  }
}
