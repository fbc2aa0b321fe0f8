import type { ExperimentSnapshot } from '@trialogue/assignment';
import type { Releases } from '@trialogue/store';
import type { SubgraphContext } from '@trialogue/subgraph';
import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { AnalyticsLoaders } from './analytics.loader';
import { Experiment, ExperimentResults } from './results';
import { resultsByVariant } from './results.count';
import type { TotalsConsumer } from './totals.consumer';

@Resolver(() => Experiment)
export class ResultsResolver {
  constructor(
    private readonly releases: Pick<Releases, 'head'>,
    private readonly consumer: Pick<TotalsConsumer, 'completeUntil'>,
    private readonly clock: () => Date,
  ) {}

  @FieldResolver(() => ExperimentResults, {
    description:
      'Exposures, completions, failures and fallbacks per variant. What scripted models answered is left out unless asked for.',
  })
  async results(
    @Root() { key }: Experiment,
    @Arg('includeStandIn', () => Boolean, { nullable: true, defaultValue: false }) includeStandIn: boolean | null,
    @Ctx() { loaders }: SubgraphContext<AnalyticsLoaders>,
  ): Promise<ExperimentResults> {
    const asOf = this.consumer.completeUntil; // read before the totals, which may be newer but never older
    const totals = await loaders.totals.load(key);
    const variants = this.releases.head<ExperimentSnapshot>('experiment', key)?.body.variants ?? [];
    return {
      variants: resultsByVariant(
        key,
        variants.map((variant) => variant.key),
        totals,
        includeStandIn ?? false,
      ),
      asOf: new Date(asOf),
      lagMs: Math.max(0, this.clock().getTime() - asOf),
    };
  }
}
