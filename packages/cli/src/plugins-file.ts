import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { DomainError } from '@trialogue/errors';
import { type PluginEntry, readPluginEntries } from '@trialogue/executor';
import type { Logger } from 'pino';
import { withEntry, withoutEntry } from './plugins/plugins-text';
import { replaceFile } from './whole-file';

export const pluginsFile = 'config/plugins.yml';

/** Which plugins `config/plugins.yml` names. */
export class PluginsFile {
  private last: readonly PluginEntry[] | undefined;
  private mayBeAdded: readonly string[] = [];

  constructor(
    private readonly root: string,
    private readonly logger: Logger,
  ) {}

  /**
   * The entries as they stand. A wrong one is left out at the start. Later, a file that is gone or wrong counts for
   * nothing, for it may be half-saved: what was read before stays, so that no running plugin is removed by a slip.
   */
  read(): readonly PluginEntry[] {
    const file = path.join(this.root, pluginsFile);
    if (!existsSync(file)) {
      if (this.last) this.logger.warn({ file: pluginsFile }, 'The file is gone; the plugins stay as they are.');
      return this.last ?? [];
    }
    const { entries, allowed, problems } = readPluginEntries(readFileSync(file, 'utf8'), pluginsFile);
    for (const { line, message } of problems)
      this.logger.error(
        { file: pluginsFile, line },
        `${this.last ? 'The plugins stay as they are' : 'An entry is refused'}: ${message}`,
      );
    if (problems.length === 0 || !this.last) {
      this.last = entries;
      this.mayBeAdded = allowed;
    }
    return this.last;
  }

  /** Names and paths that may be added through the graph, as they were read last. */
  get allowed(): readonly string[] {
    return this.mayBeAdded;
  }

  /**
   * Writes an entry, in place of one of the same name or path. Throws PLUGINS_FILE_REFUSED.
   *
   * @returns makes the file what it was, unless somebody has written it since
   */
  put(entry: PluginEntry): Promise<() => Promise<void>> {
    return this.edit((text) => withEntry(text, entry));
  }

  /** Takes the entry of this name or path out, if it is there. Throws PLUGINS_FILE_REFUSED. */
  async remove(place: string): Promise<void> {
    await this.edit((text) => withoutEntry(text, place));
  }

  private async edit(change: (text: string) => string): Promise<() => Promise<void>> {
    const file = path.join(this.root, pluginsFile);
    try {
      const wasThere = existsSync(file);
      const text = wasThere ? readFileSync(file, 'utf8') : '';
      const { problems } = readPluginEntries(text, pluginsFile);
      if (problems[0]) throw new Error(`${problems[0].message}, in line ${problems[0].line}`);
      const changed = change(text);
      if (changed !== text) await replaceFile(file, changed);
      return async () => {
        if (changed === text || !existsSync(file) || readFileSync(file, 'utf8') !== changed) return;
        await (wasThere ? replaceFile(file, text) : rm(file));
      };
    } catch (cause) {
      const reason = (cause as Error).message.replace(/\.$/, '');
      throw new DomainError('PLUGINS_FILE_REFUSED', { reason }, { cause });
    }
  }
}
