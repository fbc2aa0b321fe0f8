import { pullCommand } from '../sync/pull-command';
import { syncCommand } from '../sync/sync-command';
import { syncedPrompts } from './synced-prompts';

export const sync = syncCommand(syncedPrompts);
export const pull = pullCommand(syncedPrompts);
