import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '../logger';
import { whichDatabase } from '../which-database';
import type { Head, StoredRelease } from './release';

/** The last known good releases: what a process serves that starts while Postgres is away. */
export interface Snapshot {
  readonly heads: readonly Head[];
  readonly releases: readonly StoredRelease[];
}

const format = 2;

/**
 * One file in a folder: the SHA-256 of the rest on the first line. It is written whole or not at all, and only readable
 * for us: prompts may be confidential.
 */
export class DiskSnapshot {
  readonly #file: string;
  readonly #database: string;

  /** @param url of the database whose releases these are: those of another are not read */
  constructor(
    private readonly folder: string,
    url: string,
    private readonly logger: Logger,
  ) {
    this.#file = join(folder, 'releases.json');
    this.#database = whichDatabase(url);
  }

  async write({ heads, releases }: Snapshot): Promise<void> {
    const draft = `${this.#file}.${process.pid}`;
    await mkdir(this.folder, { recursive: true });
    const content = JSON.stringify({ format, database: this.#database, heads, releases });
    const handle = await open(draft, 'w', 0o600);
    try {
      await handle.writeFile(`${sha256(content)}\n${content}`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, this.#file);
  }

  /** Undefined when there is none, or none that is as it was written, for this database. */
  async read(): Promise<Snapshot | undefined> {
    const text = await readFile(this.#file, 'utf8').catch(() => undefined);
    if (text === undefined) return undefined;
    try {
      return this.#parse(text);
    } catch (error) {
      this.logger.warn({ err: error, file: this.#file }, 'The snapshot of releases is not used.');
      return undefined;
    }
  }

  #parse(text: string): Snapshot {
    const content = text.slice(text.indexOf('\n') + 1);
    if (text !== `${sha256(content)}\n${content}`) throw new Error('It is not as it was written.');
    const { format: written, database, heads, releases } = JSON.parse(content);
    if (written !== format) throw new Error(`Its format is ${written}.`);
    if (database !== this.#database) throw new Error('It is of another database.');
    if (!Array.isArray(heads) || !heads.every(isHead)) throw new Error('It has no list of heads.');
    if (!Array.isArray(releases) || !releases.every(isRelease)) throw new Error('It has no list of releases.');
    checkReferences(heads, releases);
    return { heads, releases };
  }
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const isHead = (head: Head | null): boolean =>
  areStrings([head?.kind, head?.key]) &&
  (head?.hash === null || typeof head?.hash === 'string') &&
  Number.isSafeInteger(head.rev);

const isRelease = (release: StoredRelease | null): boolean =>
  areStrings([release?.hash, release?.kind, release?.key, release?.body]) &&
  Array.isArray(release?.refs) &&
  areStrings(release.refs) &&
  isJson(release.body);

const areStrings = (values: readonly unknown[]): boolean => values.every((value) => typeof value === 'string');

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Everything that a head leads to is there, and nothing leads to itself. */
function checkReferences(heads: readonly Head[], releases: readonly StoredRelease[]): void {
  const byHash = new Map(releases.map((release) => [release.hash, release]));
  const complete = new Set<string>();
  const visit = (hash: string, path: ReadonlySet<string>): void => {
    if (complete.has(hash)) return;
    const release = byHash.get(hash);
    if (!release || path.has(hash)) throw new Error(`It cannot be followed from ${hash}.`);
    for (const ref of release.refs) visit(ref, new Set(path).add(hash));
    complete.add(hash);
  };
  for (const { hash } of heads) if (hash !== null) visit(hash, new Set());
}
