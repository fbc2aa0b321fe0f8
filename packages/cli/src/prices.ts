import { SetupError } from '@trialogue/errors';
import type { Price, Prices } from '@trialogue/models';

export type { Prices };

const number = String.raw`\d+(?:\.\d+)?`;
const entry = new RegExp(`^(?<model>[^=\\s]+)=(?<prices>${number}/${number}(?:/${number}/${number})?)$`);

/**
 * Reads `model=INPUT/OUTPUT` or `model=INPUT/OUTPUT/CACHE_READ/CACHE_WRITE`, comma-separated: what a million tokens cost.
 * Throws `SetupError` for what is no price.
 */
export function readPrices(text: string | undefined): Prices {
  const entries = (text ?? '').split(',').map((one) => one.trim());
  return Object.fromEntries(entries.filter(Boolean).map(readPrice));
}

function readPrice(text: string): [model: string, price: Price] {
  const { model, prices } = entry.exec(text)?.groups ?? {};
  if (!model || !prices)
    throw new SetupError(
      `TRIALOGUE_PRICES has "${text}".`,
      'Write each model like my-model=1/5 or my-model=1/5/0.1/1.25: what a million tokens of input, output, cache reads and cache writes cost.',
    );
  const [input, output, cacheRead, cacheWrite] = prices.split('/').map(Number) as [number, number, number?, number?];
  return [model, { input, output, ...(cacheRead !== undefined && { cacheRead, cacheWrite }) }];
}
