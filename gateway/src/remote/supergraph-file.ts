import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from 'pino';
import type { KeptSupergraph } from '../federation/graph';
import type { Wire } from './over-http';
import { remoteMember } from './remote-members';

interface Content {
  readonly supergraphSdl: string;
  readonly members: readonly { readonly name: string; readonly sdl: string }[];
}

/** Keeps the last good supergraph in a file, so that a gateway starts whatever is down, or does not compose, by then. */
export function supergraphFile(file: string, wire: Wire, logger: Logger): KeptSupergraph {
  return {
    async read() {
      try {
        const { supergraphSdl, members } = JSON.parse(await readFile(file, 'utf8')) as Content;
        return { supergraphSdl, members: members.map((member) => remoteMember(member, wire)) };
      } catch (error) {
        const isNone = (error as NodeJS.ErrnoException).code === 'ENOENT';
        if (!isNone) logger.warn({ err: error, file }, 'The supergraph that was kept cannot be read.');
        return undefined;
      }
    },
    async write({ supergraphSdl, members }) {
      const content: Content = { supergraphSdl, members: members.map(({ name, sdl }) => ({ name, sdl })) };
      try {
        await mkdir(path.dirname(file), { recursive: true });
        await writeFile(`${file}.next`, JSON.stringify(content));
        await rename(`${file}.next`, file);
      } catch (error) {
        logger.warn({ err: error, file }, 'The supergraph cannot be kept.');
      }
    },
  };
}
