import { contentHash } from '@trialogue/canonical-json';
import type { Releases } from '@trialogue/store';
import type { SubgraphBody } from '@trialogue/subgraph';
import type { Member, Members } from '../federation/members';
import { overHttp, type Wire } from './over-http';

/** The parts of the graph that other processes serve: what they look like is published as releases of kind `subgraph`. */
export function remoteMembers(releases: Pick<Releases, 'heads' | 'onHead'>, wire: Wire): Members {
  return {
    get current() {
      return releases.heads<SubgraphBody>('subgraph').map(({ body }) => remoteMember(body, wire));
    },
    onChange: (listener) => releases.onHead('subgraph', listener),
  };
}

export function remoteMember({ name, sdl }: SubgraphBody, wire: Wire): Member {
  return { name, sdl, source: overHttp({ name, schema: contentHash(sdl) }, wire) };
}
