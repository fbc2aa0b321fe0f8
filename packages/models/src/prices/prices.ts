/** What a million tokens of a model cost, in US dollars. */
export interface Price {
  readonly input: number;
  readonly output: number;
  /** Absent: not known. */
  readonly cacheRead?: number;
  readonly cacheWrite?: number;
}

/** By the model's name. */
export interface Prices {
  readonly [model: string]: Price;
}

/** Tokens that one model took and gave. */
export interface ModelTokens {
  readonly model: string;
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
}

/** What providers put behind a model's name for one state of it: `-20251001`, `-2025-10-01`. */
const snapshot = /-(\d{8}|\d{4}-\d{2}-\d{2})$/;

/** What these tokens cost together; null as long as the price of some of them is not known, or there are none. */
export function costOf(used: readonly ModelTokens[], prices: Prices): number | null {
  const costs = used.filter((one) => kinds.some((kind) => one[kind] > 0)).map((one) => costOfModel(one, prices));
  return costs.length === 0 || costs.includes(null) ? null : costs.reduce<number>((sum, cost) => sum + cost!, 0);
}

const kinds = ['input', 'output', 'cacheRead', 'cacheWrite'] as const;

/** What is known of a model's price, under its name or that of which it is a state. */
export function priceOf(model: string, prices: Prices): Price | undefined {
  const name = [model, model.replace(snapshot, '')].find((one) => Object.hasOwn(prices, one));
  return name === undefined ? undefined : prices[name];
}

function costOfModel({ model, ...tokens }: ModelTokens, prices: Prices): number | null {
  const known = priceOf(model, prices);
  if (known === undefined) return null;
  let cost = 0;
  for (const kind of kinds) {
    const price = known[kind];
    if (price !== undefined) cost += (tokens[kind] * price) / 1e6;
    else if (tokens[kind] > 0) return null;
  }
  return cost;
}
