import type { Json } from '@trialogue/plugin-api';

/** For which predictions which prompt answers. */
export interface Route {
  readonly equals?: unknown;
  readonly from?: number;
  readonly below?: number;
  readonly prompt: string;
}

/** The first route that takes the prediction, or the only item of a list; undefined: none does. */
export function routeOf(routes: readonly Route[], prediction: Json): Route | undefined {
  const value = Array.isArray(prediction) && prediction.length === 1 ? prediction[0]! : prediction;
  return routes.find(({ equals, from, below }) => {
    if (equals !== undefined) return equals === value;
    if (typeof value !== 'number' || (from === undefined && below === undefined)) return false;
    return (from === undefined || value >= from) && (below === undefined || value < below);
  });
}
