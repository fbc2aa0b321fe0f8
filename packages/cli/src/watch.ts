import { existsSync, type FSWatcher, statSync, watch } from 'node:fs';
import path from 'node:path';

const settleMs = 150;

interface Watched {
  readonly watcher: FSWatcher;
  /** Which folder it was, for another may have its name by now. */
  readonly identity: string;
}

/**
 * Calls back when one of the files changes, appears or goes, once things have been quiet for a moment. Folders are
 * watched rather than files, because editors replace a file when they save it; for a folder that is not there, the
 * nearest one above it, up to the root.
 */
export class FileWatch {
  private readonly open = new Map<string, Watched>();
  /** The folders of the files, whether or not they are there. */
  private wanted: ReadonlySet<string> = new Set();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly root: string,
    private readonly onChange: () => void,
    private readonly onError: (error: Error) => void,
  ) {}

  /** Watches the folders of these files (relative to the root, and inside of it) from now on, and no others. */
  watch(files: readonly string[]): void {
    const before = this.wanted;
    this.wanted = new Set(files.map((file) => path.dirname(path.join(this.root, file))));
    const places = new Set([...this.wanted].map((folder) => this.nearest(folder)));
    for (const folder of this.open.keys()) if (!places.has(folder) || this.isAnother(folder)) this.drop(folder);
    for (const folder of places) {
      if (this.open.has(folder)) continue;
      this.openOne(folder);
      // It has come back, and what was written into it until now nobody has seen.
      if (before.has(folder)) this.changed();
    }
  }

  close(): void {
    this.watch([]);
    clearTimeout(this.timer);
  }

  private openOne(folder: string): void {
    try {
      const watcher = watch(folder, () => {
        if (this.isAnother(folder)) this.drop(folder);
        this.changed();
      });
      watcher.on('error', (error) => {
        this.drop(folder);
        this.onError(error);
      });
      this.open.set(folder, { watcher, identity: identityOf(folder) });
    } catch (error) {
      this.onError(error as Error);
    }
  }

  private drop(folder: string): void {
    this.open.get(folder)?.watcher.close();
    this.open.delete(folder);
  }

  private changed(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(this.onChange, settleMs);
  }

  private nearest(folder: string): string {
    let place = folder;
    while (place !== this.root && !existsSync(place) && path.dirname(place) !== place) place = path.dirname(place);
    return place;
  }

  private isAnother(folder: string): boolean {
    return this.open.get(folder)?.identity !== identityOf(folder);
  }
}

/** Its inode, and when it was made, for inodes are reused. */
function identityOf(folder: string): string {
  const { ino, birthtimeMs } = statSync(folder, { throwIfNoEntry: false }) ?? {};
  return `${ino} ${birthtimeMs}`;
}
