import { compose, type SubgraphSdl } from '@trialogue/gateway';

/**
 * Why the graph does not compose when the subgraph `flows` has this SDL beside the others as they are; undefined: it does,
 * or there are no others to try it with.
 *
 * @param declared names of types that no other subgraph may declare, although composition would merge some of them
 */
export const clashWith =
  (others: () => readonly SubgraphSdl[]) =>
  async (sdl: string, declared: readonly string[]): Promise<string | undefined> => {
    const beside = others();
    if (beside.length === 0) return undefined;
    for (const name of declared) {
      const owner = beside.find((other) => declares(other.sdl, name));
      if (owner)
        return `the type ${name} is declared by the subgraph ${owner.name}; extend it, or call yours otherwise`;
    }
    const composition = await compose([...beside, { name: 'flows', sdl }]);
    return 'problems' in composition ? composition.problems.map(({ message }) => flat(message)).join('; ') : undefined;
  };

/** In the SDL that a subgraph prints, definitions begin a line. */
const declares = (sdl: string, name: string) =>
  new RegExp(`^(?:type|interface|union|enum|input|scalar) ${name}\\b`, 'm').test(sdl);

const flat = (message: string) => message.replace(/\s+/g, ' ').trim();
