import { promptList } from '../apply/lists';
import type { PulledKind } from '../sync/pull-into';
import type { RegistryEntry } from '../sync/pull-plan';
import { syncDocument } from '../sync/sync-graph';
import { edit } from './pull-edit';
import { registryPrompts } from './registry-prompts';

/** How prompts of files and those of a product are brought together. */
export const syncedPrompts: PulledKind = {
  list: promptList,
  document: syncDocument('prompts', 'syncPrompts', 'ApplyPromptInput', 'name: prompt labels'),
  members: ['description', 'status', 'replies'],
  all: async (graph) => (await registryPrompts(graph)) as unknown as readonly RegistryEntry[],
  edit,
};
