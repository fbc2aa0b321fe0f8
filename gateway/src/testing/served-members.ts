import type { Replica } from '@trialogue/store';
import { callerSigner, SchemaVersions, type ServedSubgraph, type Subgraph, serveSubgraph } from '@trialogue/subgraph';
import pino from 'pino';
import type { Members } from '../federation/members';
import { InFlight } from '../remote/in-flight';
import type { Wire } from '../remote/over-http';
import { remoteMember } from '../remote/remote-members';

export const serviceSecret = 'a secret that the services share, of 32 bytes or more';

/** Subgraphs behind servers of their own, as a gateway that is another process sees them. */
export interface ServedMembers {
  readonly members: Members;
  readonly wire: Wire;
  /** By subgraph; a test may add replicas, or take them away. */
  readonly replicas: Map<string, Replica[]>;
  readonly servers: Map<string, ServedSubgraph>;
  /** Those that could not be reached, in order. */
  readonly failed: Replica[];
  close(): Promise<void>;
}

export async function servedMembers(subgraphs: readonly Subgraph[]): Promise<ServedMembers> {
  const replicas = new Map<string, Replica[]>();
  const servers = new Map<string, ServedSubgraph>();
  const failed: Replica[] = [];
  const wire: Wire = {
    directory: { choose: (service) => replicas.get(service) ?? [], failed: (replica) => void failed.push(replica) },
    sign: callerSigner(serviceSecret),
    inFlight: new InFlight(),
  };
  for (const subgraph of subgraphs) {
    const { name } = subgraph;
    const versions = new SchemaVersions(subgraph);
    const server = await serveSubgraph({
      versions,
      host: '127.0.0.1',
      port: 0,
      secret: serviceSecret,
      logger: pino({ level: 'silent' }),
      ready: () => true,
    });
    servers.set(name, server);
    replicas.set(name, [
      { service: name, id: name, url: `http://127.0.0.1:${server.port}`, schema: versions.current.hash, holds: [] },
    ]);
  }
  return {
    members: {
      get current() {
        return subgraphs.map(({ name, current }) => remoteMember({ name, sdl: current.sdl }, wire));
      },
      onChange(listener) {
        const stops = subgraphs.map((subgraph) => subgraph.onChange(listener));
        return () => {
          for (const stop of stops) stop();
        };
      },
    },
    wire,
    replicas,
    servers,
    failed,
    close: async () => {
      await Promise.all([...servers.values()].map((server) => server.close()));
    },
  };
}
