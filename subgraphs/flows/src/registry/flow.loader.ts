import { fileEntries, isName, type Tables, versionLoaders } from '@trialogue/subgraph';
import DataLoader from 'dataloader';
import { In } from 'typeorm';
import { liveConversations } from '../moving/live-conversations';
import { Flow } from './flow.entity';
import { flowStates } from './flow.state';
import { FlowVersion } from './flow-version.entity';

export type FlowLoaders = ReturnType<typeof flowLoaders>;

/** What one request reads of the registry: one statement per kind of thing, however many are asked for. */
export function flowLoaders(tables: Tables) {
  const { versions, pages } = versionLoaders(tables, FlowVersion, 'flowKey');
  return {
    flows: new DataLoader<string, Flow | null>(async (keys) => {
      const found = await tables.manager.findBy(Flow, { key: In(keys.filter(isName)) });
      const byKey = new Map(found.map((flow) => [flow.key, flow]));
      return keys.map((key) => byKey.get(key) ?? null);
    }),
    flowVersions: versions,
    flowPages: pages,
    live: liveConversations(tables),
    flowFiles: fileEntries(tables, 'flow', flowStates),
  };
}
