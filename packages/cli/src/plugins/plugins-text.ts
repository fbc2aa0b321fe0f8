import { type PluginEntry, placeOf } from '@trialogue/executor';
import { type Document, isMap, isSeq, parseDocument, type YAMLMap, type YAMLSeq } from 'yaml';

/** The text of a `plugins.yml` with this entry, in place of one of the same name or path. Comments stay. */
export function withEntry(text: string, { location: _, ...entry }: PluginEntry): string {
  const document = parseDocument(text);
  const list = listOf(document) ?? newList(document);
  const written = document.createNode(sparse(entry)) as YAMLMap;
  const at = indexOf(list, placeOf(entry));
  if (at < 0) {
    if (list.items.length === 0) list.flow = false;
    list.add(written);
  } else {
    const old = list.items[at] as YAMLMap;
    written.commentBefore = old.commentBefore;
    written.comment = old.comment;
    written.spaceBefore = old.spaceBefore;
    list.set(at, written);
  }
  return textOf(document);
}

/** The same without the entry of this name or path; the text as it is when there is none. */
export function withoutEntry(text: string, place: string): string {
  const document = parseDocument(text);
  const list = listOf(document);
  const at = list ? indexOf(list, place) : -1;
  if (!list || at < 0) return text;
  list.delete(at);
  if (list.items.length === 0) list.flow = true;
  return textOf(document);
}

function listOf(document: Document): YAMLSeq | undefined {
  const list = isMap(document.contents) ? document.contents.get('plugins', true) : undefined;
  return isSeq(list) ? list : undefined;
}

function newList(document: Document): YAMLSeq {
  const list = document.createNode([]) as YAMLSeq;
  if (isMap(document.contents)) document.contents.set('plugins', list);
  else document.contents = document.createNode({ plugins: list }) as any;
  return list;
}

const indexOf = (list: YAMLSeq, place: string): number =>
  list.items.findIndex((item) => isMap(item) && (item.get('name') ?? item.get('path')) === place);

/** Without what it has unless told. */
const sparse = ({ options, secrets, ...entry }: Omit<PluginEntry, 'location'>) => ({
  ...entry,
  ...(Object.keys(options).length > 0 && { options }),
  ...(secrets.length > 0 && { secrets }),
});

const textOf = (document: Document): string => document.toString({ lineWidth: 0 });
