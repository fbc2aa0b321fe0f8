import { isDeepStrictEqual } from 'node:util';
import { isAlias, isMap, isScalar, isSeq, type Node, parseDocument, type YAMLMap, type YAMLSeq } from 'yaml';
import { aliasBound } from '../apply/yaml-file';
import { type Edit, edited } from '../migrate-config/config-edits';
import { NotEditable, nameOf, YamlEdits } from './yaml-edits';

/** Members of a version that may change once it is published, or that say where something of it stands. */
export type ChangeableMember = 'description' | 'status' | 'replies' | 'file';

/**
 * The text of a `prompts.yml` or `flows.yml` that is edited in place: comments, order and everything that is not edited stay. An edit
 * throws NotEditable where the file says it in a way that cannot be edited alone, such as through an alias.
 */
export class ListText {
  private readonly root: unknown;
  private readonly edits: YamlEdits;
  private readonly made: Edit[] = [];
  private readonly appended = new Map<YAMLSeq, { readonly values: unknown[]; readonly indent: number }>();
  /** Of prompts that had none; with what stands there in place of some. */
  private readonly newLabels = new Map<string, { readonly entry: YAMLMap; readonly labels: Node | undefined }>();
  private readonly text: string;
  /** What the file is to say in the end. */
  private readonly content: Record<string, Entry[]>;

  /**
   * @param list `prompts`, `flows`
   * @param text of a file without faults; empty: of a new one
   */
  constructor(
    private readonly list: string,
    text: string,
  ) {
    this.text = text.trim() === '' ? `${list}: []\n` : text;
    const document = parseDocument(this.text);
    this.root = document.contents;
    this.content = document.toJS({ maxAliasCount: aliasBound });
    this.edits = new YamlEdits(this.text);
  }

  setDescription(name: string, description: string): void {
    this.set(this.entryNamed(name), 'description', description, 'name');
    this.entryOf(name).description = description;
  }

  /** @param value undefined: the member is taken out */
  setVersion(name: string, number: number, member: ChangeableMember, value: string | undefined): void {
    const [list, version] = this.versionOf(name, number);
    if (value === undefined) {
      if (version.has(member)) this.made.push(this.edits.removeMember(version, member));
      delete this.versionEntryOf(name, number)[member];
      return;
    }
    this.set(version, member, value, 'version', list.flow === true);
    this.versionEntryOf(name, number)[member] = value;
  }

  /** @param number null: the label is taken out */
  setLabel(name: string, label: string, number: number | null): void {
    const entry = this.entryNamed(name);
    const labels = entry.get('labels', true);
    const said = this.entryOf(name);
    const isNothing = labels === undefined || (isScalar(labels) && labels.value === null);
    if (isNothing || (isMap(labels) && labels.items.length === 0)) {
      if (number === null) return;
      said.labels = { ...said.labels, [label]: number };
      this.newLabels.set(name, { entry, labels: labels as Node | undefined });
      return;
    }
    if (!isMap(labels)) throw new NotEditable(`has the labels of ${name} as something else than a map`);
    if (number !== null) this.set(labels, label, number);
    else if (labels.has(label)) this.made.push(this.edits.removeMember(labels, label));
    if (number === null) delete said.labels![label];
    else said.labels![label] = number;
  }

  addEntry(entry: object): void {
    const plain = JSON.parse(JSON.stringify(entry)) as Entry;
    this.add(this.wholeList(), plain, 2);
    this.entries.push(plain);
  }

  addVersion(name: string, version: object): void {
    const entry = this.entryNamed(name);
    const plain = JSON.parse(JSON.stringify(version)) as Entry['versions'][number];
    this.add(seqAt(entry, 'versions', `the versions of ${name}`), plain, this.edits.columnOf(entry.range![0]) + 2);
    this.entryOf(name).versions.push(plain);
  }

  hasVersion(name: string, number: number): boolean {
    const entry = this.entries.find((one) => one.name === name);
    return entry?.versions.some(({ version }) => version === number) ?? false;
  }

  renumber(name: string, from: number, to: number, labels: readonly string[]): void {
    const [, version] = this.versionOf(name, from);
    this.set(version, 'version', to);
    this.versionEntryOf(name, from).version = to;
    for (const label of labels) this.setLabel(name, label, to);
  }

  /** The text with the edits, which says what they say. Throws NotEditable otherwise. */
  toString(): string {
    // Of edits at one place the last comes first in the text: what is innermost.
    const isOuter = (list: YAMLSeq) => isMap(this.root) && (this.root.get(this.list, true) as unknown) === list;
    const appends = (outer: boolean) =>
      [...this.appended]
        .filter(([list]) => isOuter(list) === outer)
        .map(([list, { values, indent }]) => this.edits.append(list, values, indent));
    const text = edited(this.text, [
      ...appends(true),
      ...[...this.newLabels].map(([name, { entry, labels }]) => {
        const { labels: said } = this.entryOf(name);
        return labels
          ? this.edits.replace(labels, said, entry.flow === true)
          : this.edits.addMember(entry, 'labels', said);
      }),
      ...appends(false),
      ...this.made,
    ]);
    const document = parseDocument(text);
    const isRight =
      document.errors.length === 0 && isDeepStrictEqual(document.toJS({ maxAliasCount: aliasBound }), this.content);
    throwIf(!isRight, 'is written in a way that cannot be edited here');
    return text;
  }

  private set(map: YAMLMap, key: string, value: unknown, behind?: string, isInFlow = false): void {
    const node = map.get(key, true);
    if (isAlias(node)) throw new NotEditable(`has an alias at \`${key}\``);
    if (node !== undefined && !isScalar(node)) throw new NotEditable(`has something else than a value at \`${key}\``);
    if (node?.range) this.made.push(this.edits.replace(node, value, isInFlow || map.flow === true));
    else if (map.items.some((pair) => nameOf(pair) === key)) throw new NotEditable(`has nothing behind \`${key}\``);
    else this.made.push(this.edits.addMember(map, key, value, behind));
  }

  private add(list: YAMLSeq, value: unknown, indent: number): void {
    const { values } = this.appended.get(list) ?? { values: [] };
    this.appended.set(list, { values: [...values, value], indent });
  }

  private get entries(): Entry[] {
    return this.content[this.list]!;
  }

  private wholeList(): YAMLSeq {
    return seqAt(this.root, this.list, `the list of ${this.list}`);
  }

  private entryNamed(name: string): YAMLMap {
    return itemWith(this.wholeList(), 'name', name, `the entry of ${name}`);
  }

  private versionOf(name: string, number: number): readonly [YAMLSeq, YAMLMap] {
    const list = seqAt(this.entryNamed(name), 'versions', `the versions of ${name}`);
    return [list, itemWith(list, 'version', number, `${name}@${number}`)];
  }

  private entryOf(name: string): Entry {
    return this.entries.find((one) => one.name === name)!;
  }

  private versionEntryOf(name: string, number: number): Entry['versions'][number] {
    return this.entryOf(name).versions.find(({ version }) => version === number)!;
  }
}

interface Entry {
  readonly name: string;
  description?: string;
  readonly versions: { version: number; description?: string; status?: string; replies?: string; file?: string }[];
  labels?: Record<string, number>;
}

function throwIf(condition: boolean, message: string): void {
  if (condition) throw new NotEditable(message);
}

function seqAt(parent: unknown, key: string, what: string): YAMLSeq {
  const node = isMap(parent) ? parent.get(key, true) : undefined;
  if (isSeq(node)) return node;
  throw new NotEditable(`has ${what} ${isAlias(node) ? 'as an alias' : 'as something else than a list'}`);
}

function itemWith(list: YAMLSeq, key: string, value: unknown, what: string): YAMLMap {
  const item = list.items.find((one) => isMap(one) && one.get(key) === value);
  if (isMap(item)) return item;
  throw new NotEditable(`does not have ${what} where it can be edited`);
}
