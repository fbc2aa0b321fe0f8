import { pullCommand } from '../sync/pull-command';
import { syncCommand } from '../sync/sync-command';
import { syncedFlows } from './synced-flows';

export const sync = syncCommand(syncedFlows);
export const pull = pullCommand(syncedFlows);
