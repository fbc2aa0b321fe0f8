import { isDeepStrictEqual } from 'node:util';
import { type PluginEntry, placeOf } from '@trialogue/executor';
import { isMap, isScalar, isSeq, type Pair, parse, parseDocument, stringify, type YAMLMap, type YAMLSeq } from 'yaml';
import { cut, endOf, indented, insertedBelow, lineOf, replaced, spanOf } from './yaml-lines';

type Written = { readonly [member: string]: unknown };

/**
 * The text of a `plugins.yml` with this entry, in place of one of the same name or path. All else stays as it is, byte for
 * byte, and of an entry that is there what does not change.
 *
 * @throws Error where the list is written in a form that cannot be edited
 */
export function withEntry(text: string, { location: _, ...entry }: PluginEntry): string {
  const { pair, list, entries } = listIn(text);
  const at = indexOf(list, placeOf(entry));
  if (at < 0) {
    const next = sparse(entry);
    return checked(added(text, pair, list, next), [...entries, next]);
  }
  const next = { ...emptyIn(entries[at]!), ...sparse(entry) };
  const changed = changedEntry(text, list!.items[at] as YAMLMap, entries[at]!, next);
  return checked(
    changed,
    entries.map((one, index) => (index === at ? next : one)),
  );
}

/** The same without the entry of this name or path and its comment; the text as it is when there is none. */
export function withoutEntry(text: string, place: string): string {
  const { pair, list, entries } = listIn(text);
  const at = indexOf(list, place);
  if (at < 0) return text;
  return checked(
    without(text, pair!, list!, at),
    entries.filter((_, index) => index !== at),
  );
}

function listIn(text: string) {
  const { contents } = parseDocument(text);
  const pair = isMap(contents) ? contents.items.find(({ key }) => isScalar(key) && key.value === 'plugins') : undefined;
  const list = isSeq(pair?.value) ? (pair.value as YAMLSeq) : undefined;
  return { pair, list, entries: (parse(text)?.plugins ?? []) as Written[] };
}

const indexOf = (list: YAMLSeq | undefined, place: string): number =>
  list?.items.findIndex((item) => isMap(item) && (item.get('name') ?? item.get('path')) === place) ?? -1;

/** Without what it has unless told. */
const sparse = ({ options, secrets, ...entry }: Omit<PluginEntry, 'location'>): Written => ({
  ...entry,
  ...(Object.keys(options).length > 0 && { options }),
  ...(secrets.length > 0 && { secrets }),
});

/** What an entry says that it would have anyway. */
const emptyIn = ({ options, secrets }: Written): Written => ({
  ...(isDeepStrictEqual(options, {}) && { options }),
  ...(isDeepStrictEqual(secrets, []) && { secrets }),
});

function added(text: string, pair: Pair | undefined, list: YAMLSeq | undefined, entry: Written): string {
  if (!pair) return insertedBelow(text, text.length, `plugins:\n${indented(itemOf(entry), 2)}`);
  const last = list?.items.at(-1);
  if (list?.flow && last) return replaced(text, { from: endOf(last), to: endOf(last) }, `, ${JSON.stringify(entry)}`);
  if (list && last) {
    const { column } = lineOf(text, spanOf(list).from);
    return insertedBelow(
      text,
      behindComments(text, lastPlace(text, last), column + 1),
      indented(itemOf(entry), column),
    );
  }
  const key = endOf(pair.key);
  const bare = list ? cut(text, { from: text.indexOf(':', key) + 1, to: endOf(list) }) : text;
  return insertedBelow(bare, key, indented(itemOf(entry), 2));
}

const itemOf = (entry: Written): string => `- ${indented(stringify(entry), 2).trim()}`;

function changedEntry(text: string, item: YAMLMap, before: Written, next: Written): string {
  const { from } = spanOf(item);
  if (isDeepStrictEqual(before, next)) return text;
  if (item.flow) return replaced(text, spanOf(item), JSON.stringify(next));
  const { column } = lineOf(text, from);
  const missing = Object.entries(next).filter(([name]) => !Object.hasOwn(before, name));
  const more = missing.map(([name, value]) => indented(stringify({ [name]: value }), column)).join('');
  let edited = more === '' ? text : insertedBelow(text, lastPlace(text, item), more.trimEnd());
  for (const { key, value } of [...item.items].reverse()) {
    const name = String(key);
    if (isDeepStrictEqual(before[name], next[name])) continue;
    const span = { from: spanOf(key).from, to: lastPlace(text, value ?? key) };
    const written = indented(stringify({ [name]: next[name] }), column).trim();
    edited = Object.hasOwn(next, name) ? replaced(edited, span, written) : cut(edited, linesOf(edited, span));
  }
  return edited;
}

function without(text: string, pair: Pair, list: YAMLSeq, at: number): string {
  const item = list.items[at]!;
  const [before, after] = [list.items[at - 1], list.items[at + 1]];
  if (list.flow) {
    const from = after || !before ? spanOf(item).from : endOf(before);
    return cut(text, { from, to: after ? spanOf(after).from : endOf(item) });
  }
  const dash = text.lastIndexOf('-', spanOf(item).from);
  const { column } = lineOf(text, dash);
  const lines = linesOf(text, { from: dash, to: behindComments(text, lastPlace(text, item), column + 1) });
  const rest = cut(text, before ? withComment(text, lines, column) : lines);
  if (list.items.length > 1) return rest;
  const colon = text.indexOf(':', endOf(pair.key)) + 1;
  return replaced(rest, { from: colon, to: colon }, ' []');
}

/** Where a node has come to its end, without the white space behind it. */
const lastPlace = (text: string, node: unknown): number => text.slice(0, endOf(node)).trimEnd().length;

const linesOf = (text: string, { from, to }: { readonly from: number; readonly to: number }) => ({
  from: lineOf(text, from).from,
  to: lineOf(text, to).to,
});

/** Behind the comments that follow a place line by line, at least so far in. */
function behindComments(text: string, place: number, column: number): number {
  const { to } = lineOf(text, place);
  const next = text.slice(to, lineOf(text, to).to);
  return to < text.length && isComment(next, column) ? behindComments(text, to + next.trimEnd().length, column) : place;
}

const isComment = (line: string, leastColumn: number): boolean =>
  line.trimStart().startsWith('#') && line.indexOf('#') >= leastColumn;

/** With the comment right above in that column, and the empty line above that where another one follows, or nothing. */
function withComment(text: string, { from, to }: { readonly from: number; readonly to: number }, column: number) {
  let start = from;
  const above = () => text.slice(lineOf(text, start - 1).from, start);
  while (start > 0 && isComment(above(), column) && above().indexOf('#') === column) start -= above().length;
  const isEmpty = (place: number) => text.slice(lineOf(text, place).from, lineOf(text, place).to).trim() === '';
  if (start > 0 && isEmpty(start - 1) && (to >= text.length || isEmpty(to))) start = lineOf(text, start - 1).from;
  return { from: start, to };
}

function checked(text: string, plugins: readonly Written[]): string {
  const { errors } = parseDocument(text);
  if (errors.length === 0 && isDeepStrictEqual(parse(text)?.plugins, plugins)) return text;
  throw new Error('its list is written in a form that only a person can edit');
}
