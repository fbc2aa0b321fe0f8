import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from 'pino';

/** What a gateway keeps on disk for its next start. Nothing depends on it, so neither reading nor writing ever throws. */
export interface KeptFile<Content> {
  /** Nothing when there is none that can be read. */
  read(): Promise<Content | undefined>;
  /** One after the other, each as a whole. */
  write(content: Content): Promise<void>;
}

/** @param what names it in the log */
export function keptFile<Content>(file: string, what: string, logger: Logger): KeptFile<Content> {
  let last: Promise<void> = Promise.resolve();
  const replace = async (content: Content) => {
    try {
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(`${file}.next`, JSON.stringify(content));
      await rename(`${file}.next`, file);
    } catch (error) {
      logger.warn({ err: error, file }, `The ${what} cannot be kept.`);
    }
  };
  return {
    async read() {
      try {
        return JSON.parse(await readFile(file, 'utf8')) as Content;
      } catch (error) {
        const isNone = (error as NodeJS.ErrnoException).code === 'ENOENT';
        if (!isNone) logger.warn({ err: error, file }, `The ${what} that was kept cannot be read.`);
        return undefined;
      }
    },
    write(content) {
      last = last.then(() => replace(content));
      return last;
    },
  };
}
