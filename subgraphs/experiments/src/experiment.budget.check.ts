import type { Problem } from '@trialogue/errors';
import { type ConfigPlan, type ListedHeads, modelsOf, type PromptVersionBody } from '@trialogue/variant-config';

/** Whether it is known what a model costs. */
export type IsPriced = (model: { readonly provider: string; readonly name: string }) => boolean;

/** Budgets in US dollars of variants, in order, that nobody could keep: what one of their models costs is not known. */
export function budgetProblems(
  plans: readonly Pick<ConfigPlan, 'config' | 'pins'>[],
  heads: ListedHeads,
  isPriced: IsPriced,
): Problem[] {
  return plans.flatMap(({ config, pins }, index) => {
    const { usd } = (config.budget ?? {}) as { readonly usd?: number };
    if (usd === undefined) return [];
    const pinned = new Set(Object.values(pins));
    const versions = heads
      .heads<PromptVersionBody>('prompt_version')
      .filter(({ key }) => pinned.has(heads.head('prompt_version', key)?.hash ?? ''))
      .map(({ body }) => body);
    const unpriced = modelsOf(versions, config).filter((model) => !isPriced(model));
    if (unpriced.length === 0) return [];
    const names = [...new Set(unpriced.map(({ name }) => name))].join(', ');
    const message = `is in US dollars, and there is no price for ${names}; add it to config/prices.yml or TRIALOGUE_PRICES of this service, or bound the budget in tokens`;
    return [{ path: ['variants', index, 'config', 'budget', 'usd'], message }];
  });
}
