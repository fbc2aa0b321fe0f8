import type { Host } from '@trialogue/plugin-api';
import type { ExperimentFacts } from './promotion';
import { askingGraph, refusals } from './refusals';

const document = `query($key: ID!) {
  experiment(key: $key) {
    status
    release { hash }
    winner { key }
    variants { key model { policyVersion { modelName modelVersion } } }
    results { asOf variants { variant { key } exposures completions failures fallbacks } }
  }
}`;

interface Answer {
  readonly experiment: {
    readonly status: string;
    readonly release: { readonly hash: string } | null;
    readonly winner: { readonly key: string } | null;
    readonly variants: readonly {
      readonly key: string;
      readonly model: {
        readonly policyVersion: { readonly modelName: string; readonly modelVersion: string } | null;
      } | null;
    }[];
    readonly results: {
      readonly asOf: string;
      readonly variants: readonly {
        readonly variant: { readonly key: string };
        readonly exposures: number;
        readonly completions: number;
        readonly failures: number;
        readonly fallbacks: number;
      }[];
    };
  } | null;
}

/** What the graph says of an experiment now; what stand-ins answered is left out, as results leave it out. */
export async function readExperiment(host: Pick<Host, 'graph'>, key: string): Promise<ExperimentFacts> {
  const { experiment } = await askingGraph(() => host.graph<Answer>(document, { key }));
  if (!experiment) throw refusals.badInput(`There is no experiment ${key}.`);
  const models = new Map(
    experiment.variants.map((variant) => {
      const version = variant.model?.policyVersion;
      return [variant.key, version ? `${version.modelName}/${version.modelVersion}` : null];
    }),
  );
  return {
    experiment: key,
    status: experiment.status,
    release: experiment.release?.hash ?? null,
    winner: experiment.winner?.key ?? null,
    asOf: experiment.results.asOf,
    variants: experiment.results.variants.map(({ variant, exposures, completions, failures, fallbacks }) => ({
      ...{ variant: variant.key, model: models.get(variant.key) ?? null },
      ...{ exposures, completions, failures, fallbacks },
    })),
  };
}
