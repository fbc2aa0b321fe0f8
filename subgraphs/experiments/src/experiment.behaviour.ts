import { canonicalJson } from '@trialogue/canonical-json';
import { DomainError, type Problem } from '@trialogue/errors';
import type { JsonObject } from '@trialogue/plugin-api';
import { normalizeConfig } from '@trialogue/variant-config';
import { ExperimentStatus } from './experiment.entity';
import { type ExperimentRules, ruleNames } from './experiment.rules';
import type { ExperimentSpec, Whole } from './experiment.spec';

/**
 * What a change means for an experiment that was started. `never`: it would be another experiment. `draw`: who gets what
 * is drawn again. `allocation`: who takes part, or how many get what, so that what is measured before and after is no
 * longer one sample. Whatever else changes is free.
 */
type Consequence = 'never' | 'draw' | 'allocation';

export interface BehaviourChange extends Problem {
  readonly consequence: Consequence;
}

const ofRules: { readonly [rule in keyof ExperimentRules]-?: Consequence | 'free' } = {
  bucketer: 'draw',
  layers: 'draw',
  targeting: 'allocation',
  attributes: 'allocation',
  holdouts: 'allocation',
  prerequisites: 'allocation',
  sticky: 'allocation',
  ramp: 'allocation',
  overrides: 'free',
  whilePaused: 'free',
  startsAt: 'free',
  endsAt: 'free',
  allocator: 'free',
};

/** How a spec would change what units get. Names do not, nor does another way of writing the same config. */
export function behaviourChanges({ experiment, variants }: Whole, spec: ExperimentSpec): BehaviourChange[] {
  const changes: BehaviourChange[] = [];
  const compare = (consequence: Consequence, path: Problem['path'], now: unknown, wanted: unknown) => {
    if (now !== wanted)
      changes.push({ consequence, path, message: `is ${shown(now)} in the experiment and ${shown(wanted)} here` });
  };
  compare('never', ['unitType'], experiment.unitType, spec.unitType);
  compare('allocation', ['traffic'], experiment.traffic, spec.traffic);
  compare('draw', ['salt'], experiment.salt, spec.salt ?? experiment.salt);
  for (const rule of ruleNames) {
    const consequence = ofRules[rule];
    if (consequence !== 'free') compare(consequence, [rule], jsonOf(experiment.rules[rule]), jsonOf(spec.rules[rule]));
  }
  if (keysOf(variants) !== keysOf(spec.variants))
    compare('never', ['variants'], keysOf(variants), keysOf(spec.variants));
  else
    for (const [index, variant] of variants.entries()) {
      const wanted = spec.variants[index]!;
      const path = (member: string) => ['variants', index, member];
      compare('allocation', path('weight'), variant.weight, wanted.weight);
      compare('never', path('isControl'), variant.isControl, wanted.isControl);
      compare('never', path('config'), behaviourOf(variant.written), behaviourOf(wanted.config));
      compare('never', path('value'), jsonOf(variant.value), jsonOf(wanted.value));
    }
  return changes;
}

/** Of the changes, as paths with variants by their keys: those that give units another variant. */
export const movesOf = (changes: readonly BehaviourChange[], { variants }: ExperimentSpec): string[] =>
  changes
    .filter(({ consequence, path }) => consequence === 'draw' || path.at(-1) === 'weight')
    .map(({ path }) => path.map((step) => (typeof step === 'number' ? variants[step]!.key : step)).join('.'));

/**
 * The allocation that an experiment has once it was changed. Throws EXPERIMENT_STATE, with each change that is not let
 * through as a problem and what would let it through.
 *
 * @param mayDraw whether units may be drawn again
 */
export function allocationAfter(
  { experiment }: Whole,
  { allocation: wanted }: ExperimentSpec,
  changes: readonly BehaviourChange[],
  mayDraw: boolean,
): number {
  const { key, status, allocation: now } = experiment;
  const isOver = status === ExperimentStatus.STOPPED;
  const next = wanted ?? (mayDraw && changes.length > 0 ? now + 1 : now);
  const isNext = next === now + 1;
  const refused = changes.filter(
    ({ consequence }) => isOver || consequence === 'never' || !isNext || (consequence === 'draw' && !mayDraw),
  );
  const problems: Problem[] = refused.map(({ path, message }) => ({ path, message }));
  if (next !== now && (!isNext || isOver))
    problems.push({ path: ['allocation'], message: `is ${now} in the experiment and ${next} here` });
  if (problems.length === 0) return next;
  throw new DomainError(
    'EXPERIMENT_STATE',
    { experiment: key, status, act: 'changed in what units get' },
    { problems: [...problems, { path: [], message: `${key} is ${status}: ${advice(key, refused, isOver, now + 1)}` }] },
  );
}

/** Every way on, for whoever was refused. */
function advice(key: string, refused: readonly BehaviourChange[], isOver: boolean, next: number): string {
  const has = (consequence: Consequence) => refused.some((change) => change.consequence === consequence);
  const another = `\`duplicateExperiment(key: "${key}", as: …)\` makes a draft of it that can be changed and started (in a file: an entry under a new key)`;
  if (isOver) return `what units get stays. Put it back; or ${another}.`;
  if (has('never'))
    return `what its variants are and run stays, in a new allocation too. Put it back; or ${another}, and \`stopExperiment\` ends this one, with a winner if there is one. If it does harm, \`pauseExperiment\` takes it from everybody at once.`;
  if (has('draw'))
    return `this would draw again who gets what. If that is meant, say \`rerandomise: true\` (on the command line: \`--allow-rerandomise\`), which begins allocation ${next}; or ${another}.`;
  return `this begins a new allocation, apart from what was measured before. Say \`newAllocation: true\` (in a file: \`allocation: ${next}\`); with \`sticky\`, units keep what they have; or ${another}.`;
}

const jsonOf = (value: unknown): string => canonicalJson(value ?? null);
const behaviourOf = (config: JsonObject | null): string => jsonOf(config && normalizeConfig(config).config);
const keysOf = (variants: readonly { readonly key: string }[]) => variants.map(({ key }) => key).join(', ');
const shown = (value: unknown) => (String(value).length > 200 ? `${String(value).slice(0, 200)}…` : String(value));
