import type { JsonObject } from '@trialogue/plugin-api';
import corpus from './corpus.json';
import expected from './expected.json';

/** How many units of each experiment are known. */
export const units = 10_000;

/** An experiment of those who came before, and what it has always given. */
export interface LegacyExperiment {
  readonly key: string;
  /** What is special about it. */
  readonly about: string;
  readonly salt: string;
  readonly traffic: number;
  readonly variants: readonly { readonly key: string; readonly weight: number; readonly config: JsonObject }[];
  /** What each variant runs: the policy that its config names, and its arm. */
  readonly runs: { readonly [variant: string]: { readonly policy: string; readonly arm: string } };
  readonly counts: { readonly [variant: string]: number };
  /** The name of the n-th unit. */
  unit(number: number): string;
  /** Key of the variant that the n-th unit gets; undefined: it takes no part. */
  variantOf(number: number): string | undefined;
}

export const { policies } = corpus;

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** `expected.py` has computed what is expected, once and apart from our code: it is read here, never written. */
export const legacyExperiments: readonly LegacyExperiment[] = corpus.experiments.map((experiment) => {
  const { units: around, ...written } = experiment;
  const { runs, counts, first, all } = expected[experiment.key as keyof typeof expected];
  const outcomeOf = unpacked(all, experiment.variants.length + 1);
  for (const [number, digit] of [...first].entries())
    if (outcomeOf(number) !== Number(digit)) throw new Error(`${experiment.key}: two outcomes of unit ${number}`);
  return {
    ...(written as Pick<LegacyExperiment, 'key' | 'about' | 'salt' | 'traffic' | 'variants'>),
    ...{ runs, counts },
    unit: (number) => around.join(`${number}`),
    variantOf: (number) => experiment.variants[outcomeOf(number) - 1]?.key,
  };
});

/** As many outcomes (0: takes no part, n: the n-th variant) as fit into the six bits of a character, the first lowest. */
function unpacked(text: string, outcomes: number): (number: number) => number {
  const bits = Math.ceil(Math.log2(outcomes));
  const each = Math.floor(6 / bits);
  return (number) =>
    (alphabet.indexOf(text[Math.floor(number / each)]!) >> (bits * (number % each))) & ((1 << bits) - 1);
}
