import {
  Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type Scalar,
  type ToStringOptions,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { Edit } from '../migrate-config/config-edits';

/** An edit that only the file's author can make; the message is the rest of a sentence. */
export class NotEditable extends Error {}

/** Makes edits of a YAML text out of its parsed nodes; everything else in the text stays as it is. */
export class YamlEdits {
  private readonly lineEnd: string;

  constructor(private readonly text: string) {
    this.lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  }

  /** Another value for one that is no list or map of several lines. */
  replace(node: Node, value: unknown, isInFlow: boolean): Edit {
    if ('anchor' in node && node.anchor)
      throw new NotEditable(`has an anchor, &${node.anchor}, at a value that is to change`);
    const [from, to] = node.range!;
    const removed = this.text.slice(from, to);
    const before = /[\s[{]/.test(this.text[from - 1] ?? ' ') ? '' : ' ';
    const behind = removed.endsWith('\n') ? this.lineEnd : this.text[to] === '#' ? ' ' : '';
    return { from, to, by: `${before}${onOneLine(value, isInFlow)}${behind}` };
  }

  /** A new member of a map, behind one that has a value on its line, or behind all. */
  addMember(map: YAMLMap, key: string, value: unknown, behind?: string): Edit {
    const pairs = map.items as Pair[];
    const last = pairs.find((pair) => nameOf(pair) === behind) ?? pairs.at(-1);
    if (map.flow) {
      const written = `${onOneLine(key, true)}: ${onOneLine(value, true)}`;
      if (!last) return { from: map.range![0], to: map.range![1], by: `{ ${written} }` };
      const at = this.endOf(last);
      return { from: at, to: at, by: `, ${written}` };
    }
    const at = this.endOfLine(this.endOf(last!));
    const indent = ' '.repeat(this.columnOf((pairs[0]!.key as Scalar).range![0]));
    return { from: at, to: at, by: `${this.lineEnd}${indent}${onOneLine(key, false)}: ${onOneLine(value, false)}` };
  }

  /** Takes a member with a value on one line out of a map. */
  removeMember(map: YAMLMap, key: string): Edit {
    const pairs = map.items as Pair[];
    const index = pairs.findIndex((pair) => nameOf(pair) === key);
    const pair = pairs[index]!;
    const from = (pair.key as Scalar).range![0];
    const to = this.endOf(pair);
    if (pairs.length === 1)
      return { from: map.flow ? map.range![0] : from, to: map.flow ? map.range![1] : to, by: '{}' };
    const [previous, next] = [pairs[index - 1], pairs[index + 1]];
    if (map.flow && next) return { from, to: (next.key as Scalar).range![0], by: '' };
    if (previous)
      return {
        from: map.flow ? this.endOf(previous) : this.endOfLine(this.endOf(previous)),
        to: map.flow ? to : this.endOfLine(to),
        by: '',
      };
    return { from, to: (next!.key as Scalar).range![0], by: '' };
  }

  /** Values at the end of a list, written as its items are. */
  append(list: YAMLSeq, values: readonly unknown[], indentOfEmpty: number): Edit {
    const last = list.items.at(-1) as Node | undefined;
    if (!last) {
      const [from, to] = list.range!;
      return { from, to, by: values.map((value) => this.block(value, indentOfEmpty)).join('') };
    }
    if (list.flow) {
      const at = this.endOf(last);
      return { from: at, to: at, by: values.map((value) => `, ${onOneLine(value, true)}`).join('') };
    }
    const at = this.endOfLine(this.endOf(last));
    const indent = this.columnOfDash(list.items[0] as Node);
    const apart = this.isApart(list) ? this.lineEnd : '';
    return { from: at, to: at, by: values.map((value) => apart + this.block(value, indent)).join('') };
  }

  columnOf(at: number): number {
    return at - (this.text.lastIndexOf('\n', at - 1) + 1);
  }

  private columnOfDash(item: Node): number {
    const before = this.text.slice(0, item.range![0]);
    const dash = before.lastIndexOf('-');
    if (!/^-\s+$/.test(before.slice(dash).replace(/&\S+/, '')))
      throw new NotEditable('has a list that cannot be told where it stands');
    return this.columnOf(dash);
  }

  /** An item of a block list, with the line end before it. */
  private block(value: unknown, indent: number): string {
    const lines = written(value).split('\n');
    const item = lines.map((line, index) => (index === 0 ? `- ${line}` : line && `  ${line}`));
    return item.map((line) => this.lineEnd + (line && ' '.repeat(indent) + line)).join('');
  }

  /** Whether there are empty lines between the items. */
  private isApart({ items }: YAMLSeq): boolean {
    const [one, other] = items.slice(-2) as Node[];
    return other !== undefined && /\n[^\S\n]*\r?\n/.test(this.text.slice(this.endOf(one!), other.range![0]));
  }

  /** Where what is written of something ends, without comments and line ends behind it. */
  private endOf(part: unknown): number {
    if (isMap(part) && !part.flow) return this.endOf(part.items.at(-1));
    if (isSeq(part) && !part.flow) return this.endOf(part.items.at(-1));
    if (isScalar(part) || isAlias(part) || isMap(part) || isSeq(part)) {
      const [from, to] = part.range!;
      return from + this.text.slice(from, to).trimEnd().length;
    }
    const { key, value } = part as Pair;
    return value ? Math.max(this.endOf(value), this.endOf(key)) : this.endOf(key);
  }

  private endOfLine(at: number): number {
    const rest = /^[^\r\n]*/.exec(this.text.slice(at))!;
    return at + rest[0].length;
  }
}

export const nameOf = ({ key }: Pair): unknown => (isScalar(key) ? key.value : key);

function onOneLine(value: unknown, isInFlow: boolean): string {
  const options = { blockQuote: false, collectionStyle: 'flow' } as const;
  if (!isInFlow) return written(value, options);
  return written([value], options).replace(/^\[ ?/, '').replace(/ ?\]$/, '');
}

/** As YAML, without the last line end; texts whose blanks could be lost in quotes. */
export function written(value: unknown, options: ToStringOptions = {}): string {
  const inQuotes = options.blockQuote === false ? /^\s|\s$|[\r\n\t]/ : /^\s|\s$|[\r\t]/;
  const document = new Document(value, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value === 'string' && inQuotes.test(node.value)) node.type = 'QUOTE_DOUBLE';
    },
  });
  const onALine = { lineWidth: 0, doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER };
  return document.toString({ ...onALine, ...options }).replace(/\n$/, '');
}
