import type { Subgraph } from '@trialogue/subgraph';
import { type Members, membersOf } from '../federation/members';
import { type ServedMembers, servedMembers } from './served-members';

type Open = (subgraphs: readonly Subgraph[]) => Promise<Members>;

const opened: ServedMembers[] = [];

/** The two ways in which a graph reaches its subgraphs: what holds for one holds for the other. */
export const ways: [string, Open][] = [
  ['in this process', async (subgraphs) => membersOf(subgraphs)],
  [
    'over HTTP',
    async (subgraphs) => {
      const served = await servedMembers(subgraphs);
      opened.push(served);
      return served.members;
    },
  ],
];

afterEach(async () => {
  for (const served of opened.splice(0)) await served.close();
});
