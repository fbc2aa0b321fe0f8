import type { Logger } from 'pino';
import type { KeptSupergraph } from '../federation/graph';
import { keptFile } from './kept-file';
import type { Wire } from './over-http';
import { remoteMember } from './remote-members';

interface Content {
  readonly supergraphSdl: string;
  readonly members: readonly { readonly name: string; readonly sdl: string }[];
}

/** Keeps the last good supergraph in a file, so that a gateway starts whatever is down, or does not compose, by then. */
export function supergraphFile(file: string, wire: Wire, logger: Logger): KeptSupergraph {
  const kept = keptFile<Content>(file, 'supergraph', logger);
  return {
    async read() {
      const content = await kept.read();
      return content && { ...content, members: content.members.map((member) => remoteMember(member, wire)) };
    },
    write: ({ supergraphSdl, members }) =>
      kept.write({ supergraphSdl, members: members.map(({ name, sdl }) => ({ name, sdl })) }),
  };
}
