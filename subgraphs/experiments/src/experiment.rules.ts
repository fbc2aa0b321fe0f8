import type { RulesInput } from './experiment.rules.input';

/**
 * By which rules units get into an experiment, beside its traffic and weights, as people write them. What is absent has
 * the meaning that it has in a snapshot; nothing in it is null or empty.
 */
export interface ExperimentRules {
  readonly layers?: readonly LayerClaim[];
  /** Keys of holdouts. */
  readonly holdouts?: readonly string[];
}

/** The part of a layer that an experiment takes. */
export interface LayerClaim {
  readonly layer: string;
  /** 0–1; `from` belongs to the range, `to` does not. */
  readonly from: number;
  readonly to: number;
}

/** The rules that an input gives. */
export function rulesOf({ layers, holdouts }: RulesInput): ExperimentRules {
  return present({
    layers: layers?.map(({ layer, from, to }) => ({ layer, from, to })),
    holdouts,
  });
}

/** The rules that are there, changed by an input: what it does not name stays, what it gives as null or empty goes. */
export function changedRules(now: ExperimentRules, input: RulesInput): ExperimentRules {
  const kept = Object.entries(now).filter(([name]) => input[name as keyof RulesInput] === undefined);
  return { ...Object.fromEntries(kept), ...rulesOf(input) };
}

type Optional<Rules> = { readonly [name in keyof Rules]: Rules[name] | null | undefined };

function present(rules: Optional<ExperimentRules>): ExperimentRules {
  const isThere = ([, value]: [string, unknown]) => value != null && !(Array.isArray(value) && value.length === 0);
  return Object.fromEntries(Object.entries(rules).filter(isThere));
}
