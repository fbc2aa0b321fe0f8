import type { Prices } from '@trialogue/models';
import type { SubgraphContext } from '@trialogue/subgraph';
import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { AnalyticsLoaders } from '../analytics.loader';
import type { TotalsConsumer } from '../totals.consumer';
import { PromptPerformance, PromptVersion } from './performance';
import { performanceOf } from './performance.figures';

@Resolver(() => PromptVersion)
export class PerformanceResolver {
  constructor(
    private readonly consumer: Pick<TotalsConsumer, 'completeUntil'>,
    private readonly prices: () => Prices,
    private readonly clock: () => Date,
  ) {}

  @FieldResolver(() => PromptPerformance, {
    description: 'How the version does. What scripted models answered is left out unless asked for.',
  })
  async performance(
    @Root() { id }: PromptVersion,
    @Arg('includeStandIn', () => Boolean, { nullable: true, defaultValue: false }) includeStandIn: boolean | null,
    @Ctx() { loaders }: SubgraphContext<AnalyticsLoaders>,
  ): Promise<PromptPerformance> {
    const asOf = this.consumer.completeUntil; // read before the totals, which may be newer but never older
    const rows = await loaders.promptTotals.load(id);
    return {
      ...performanceOf(rows, this.prices(), includeStandIn ?? false),
      asOf: new Date(asOf),
      lagMs: Math.max(0, this.clock().getTime() - asOf),
    };
  }
}
