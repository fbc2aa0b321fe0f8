import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type PluginEntry, readPluginEntries } from '@trialogue/executor';
import type { Logger } from 'pino';

export const pluginsFile = 'config/plugins.yml';

/** Which plugins `config/plugins.yml` names. */
export class PluginsFile {
  private last: readonly PluginEntry[] | undefined;

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
    const { entries, problems } = readPluginEntries(readFileSync(file, 'utf8'), pluginsFile);
    for (const { line, message } of problems)
      this.logger.error(
        { file: pluginsFile, line },
        `${this.last ? 'The plugins stay as they are' : 'An entry is refused'}: ${message}`,
      );
    if (problems.length === 0 || !this.last) this.last = entries;
    return this.last;
  }
}
