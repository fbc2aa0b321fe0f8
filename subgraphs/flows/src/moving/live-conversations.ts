import type { Tables } from '@trialogue/subgraph';
import DataLoader from 'dataloader';
import type { LiveConversations } from './migration';

/** Statuses of conversations that go on. */
export const isLive = `status in ('ACTIVE', 'HANDED_OFF')`;

/** The state of the conversation's own flow, which may wait for another. */
export const rootState = `coalesce(flow_state #>> '{callers,0,state}', flow_state ->> 'state')`;

/** How many conversations of a version stand in which state, most first. */
export const liveConversations = (tables: Tables) =>
  new DataLoader<string, LiveConversations[]>(async (ids) => {
    const rows: { id: string; state: string; count: string }[] = await tables.manager.query(
      `select flow_version as id, ${rootState} as state, count(*) as count from exp.conversations
       where flow_version = any($1::text[]) and ${isLive} group by 1, 2 order by 3 desc, 2`,
      [ids],
    );
    return ids.map((id) =>
      rows.filter((row) => row.id === id).map(({ state, count }) => ({ state, count: Number(count) })),
    );
  });
