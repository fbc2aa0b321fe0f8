import type { StrategyBody } from './release-bodies';

/** Finds a strategy's release body by its name. */
export type StrategyLookup = (name: string) => StrategyBody | undefined;

/** As much of a strategy as says what it uses. */
type Using = Pick<StrategyBody, 'name' | 'uses'>;

/** The strategies whose members a variant's config has beside that of its own. */
export interface UsedStrategies<Strategy extends Using> {
  /** All that a strategy uses, and what those use: each once, in the order of `uses`. */
  readonly used: readonly Strategy[];
  /** Names that nobody brings, with the strategy that uses them. */
  readonly absent: readonly { readonly name: string; readonly by: string }[];
}

export function usedStrategies<Strategy extends Using>(
  strategy: Strategy,
  strategies: (name: string) => Strategy | undefined,
): UsedStrategies<Strategy> {
  const used: Strategy[] = [];
  const absent: { name: string; by: string }[] = [];
  const seen = new Set([strategy.name]);
  const visit = ({ name: by, uses = [] }: Strategy): void => {
    for (const name of uses) {
      if (seen.has(name)) continue;
      seen.add(name);
      const body = strategies(name);
      if (body === undefined) absent.push({ name, by });
      else {
        used.push(body);
        visit(body);
      }
    }
  };
  visit(strategy);
  return { used, absent };
}
