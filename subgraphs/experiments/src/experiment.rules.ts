import type { Bucketer, RampStage } from '@trialogue/assignment';
import type { DeclaredAttributes } from '@trialogue/targeting';
import { type AllocatorRule, allocatorRule } from './experiment.allocator.rule';
import type { RulesInput } from './experiment.rules.input';

/**
 * By which rules units get into an experiment, beside its traffic and weights, as people write them. What is absent has
 * the meaning that it has in a snapshot; nothing in it is null or empty.
 */
export interface ExperimentRules {
  readonly bucketer?: Exclude<Bucketer, 'native'>;
  /** CEL over the declared attributes. */
  readonly targeting?: string;
  /** Name → type of what callers say of a unit. */
  readonly attributes?: DeclaredAttributes;
  readonly layers?: readonly LayerClaim[];
  /** Keys of holdouts. */
  readonly holdouts?: readonly string[];
  readonly prerequisites?: readonly PrerequisiteClaim[];
  readonly overrides?: readonly Override[];
  readonly sticky?: { readonly blockedBefore?: number };
  readonly whilePaused?: 'KEEP';
  /** ISO-8601, UTC. */
  readonly startsAt?: string;
  /** ISO-8601, UTC. */
  readonly endsAt?: string;
  readonly ramp?: readonly RampStage[];
  readonly allocator?: AllocatorRule;
}

/** The part of a layer that an experiment takes. */
export interface LayerClaim {
  readonly layer: string;
  /** 0–1; `from` belongs to the range, `to` does not. */
  readonly from: number;
  readonly to: number;
}

/** What a unit must get in another experiment: one of these variants. */
export interface PrerequisiteClaim {
  readonly experiment: string;
  readonly variants: readonly string[];
}

/** Units that are given a variant, whatever they would draw. */
export interface Override {
  readonly variant: string;
  readonly units: readonly string[];
}

type Making = { readonly [rule in keyof ExperimentRules]-?: (input: RulesInput) => ExperimentRules[rule] | null };

/** How each rule is made of an input. */
const making: Making = {
  bucketer: ({ bucketer }) => (bucketer == null || bucketer === 'NATIVE' ? null : lowered(bucketer)),
  targeting: ({ targeting }) => targeting?.trim() || null,
  attributes: ({ attributes }) =>
    attributes && Object.keys(attributes).length > 0 ? (attributes as DeclaredAttributes) : null,
  layers: ({ layers }) => layers?.map(({ layer, from, to }) => ({ layer, from, to })),
  holdouts: ({ holdouts }) => holdouts,
  prerequisites: ({ prerequisites }) => prerequisites?.map(({ experiment, variants }) => ({ experiment, variants })),
  overrides: ({ overrides }) => overrides?.map(({ variant, units }) => ({ variant, units })),
  sticky: ({ sticky }) => (sticky?.enabled ? withoutNull({ blockedBefore: sticky.blockedBefore }) : null),
  whilePaused: ({ whilePaused }) => (whilePaused === 'KEEP' ? whilePaused : null),
  startsAt: ({ startsAt }) => startsAt?.toISOString(),
  endsAt: ({ endsAt }) => endsAt?.toISOString(),
  ramp: ({ ramp }) => ramp?.map(({ from, traffic }) => ({ from: from.toISOString(), traffic })),
  allocator: ({ allocator }) => allocator && allocatorRule(allocator),
};

export const ruleNames = Object.keys(making) as (keyof ExperimentRules)[];

/** The rules that an input gives. */
export function rulesOf(input: RulesInput): ExperimentRules {
  const rules = ruleNames.map((rule) => [rule, making[rule](input)] as const);
  const isEmpty = (value: unknown) => value == null || (Array.isArray(value) && value.length === 0);
  return Object.fromEntries(rules.filter(([, value]) => !isEmpty(value)));
}

/** The rules that are there, changed by an input: what it does not name stays, what it gives as null or empty goes. */
export function changedRules(now: ExperimentRules, input: RulesInput): ExperimentRules {
  const kept = Object.entries(now).filter(([rule]) => input[rule as keyof RulesInput] === undefined);
  return { ...Object.fromEntries(kept), ...rulesOf(input) };
}

const lowered = <Name extends string>(name: Name) => name.toLowerCase() as Lowercase<Name>;

const withoutNull = ({ blockedBefore }: { blockedBefore?: number | null }) =>
  blockedBefore == null ? {} : { blockedBefore };
