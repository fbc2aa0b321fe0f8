import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Keep } from './host';

/**
 * A text in a file, the SHA-256 of the rest on its first line. It is written whole or not at all, and readable only for
 * whoever runs the process: overrides and targeting may name people.
 */
export class FileKeep implements Keep {
  private writing: Promise<void> | undefined;
  private next: string | undefined;
  /** Others of this process may keep theirs in the same file. */
  private readonly draft: string;

  constructor(
    private readonly file: string,
    private readonly problem: (error: unknown) => void,
  ) {
    this.draft = `${file}.${process.pid}.${randomUUID()}.draft`;
  }

  read(): string | undefined {
    try {
      const whole = readFileSync(this.file, 'utf8');
      const text = whole.slice(whole.indexOf('\n') + 1);
      if (whole === sealed(text)) return text;
      this.problem(new Error(`${this.file} is not as it was written`));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') this.problem(error);
    }
    return undefined;
  }

  /** Of what is to be written while something else is, only the last is. */
  write(text: string): void {
    this.next = text;
    this.writing ??= this.writeAll().finally(() => {
      this.writing = undefined;
    });
  }

  async settled(): Promise<void> {
    await this.writing;
  }

  private async writeAll(): Promise<void> {
    for (let text = this.next; text !== undefined; text = this.next) {
      this.next = undefined;
      await this.replace(text).catch(this.problem);
    }
  }

  private async replace(text: string): Promise<void> {
    await mkdir(dirname(this.file), { recursive: true });
    try {
      const handle = await open(this.draft, 'w', 0o600);
      try {
        await handle.writeFile(sealed(text));
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(this.draft, this.file);
    } catch (error) {
      await rm(this.draft, { force: true });
      throw error;
    }
  }
}

const sealed = (text: string): string => `${createHash('sha256').update(text).digest('hex')}\n${text}`;
