import { compose, type SubgraphSdl } from '@trialogue/gateway';

/**
 * Why the graph does not compose when the subgraph `flows` has this SDL beside the others as they are; undefined: it does,
 * or there are no others to try it with.
 */
export const clashWith =
  (others: () => readonly SubgraphSdl[]) =>
  async (sdl: string): Promise<string | undefined> => {
    const beside = others();
    if (beside.length === 0) return undefined;
    const composition = await compose([...beside, { name: 'flows', sdl }]);
    return 'problems' in composition ? composition.problems.map(({ message }) => flat(message)).join('; ') : undefined;
  };

const flat = (message: string) => message.replace(/\s+/g, ' ').trim();
