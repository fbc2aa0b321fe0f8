import path from 'node:path';
import { knownPrices, type Price, type Prices } from '@trialogue/models';
import type { JsonObject } from '@trialogue/plugin-api';
import { schemaProblems } from '@trialogue/variant-config';
import type { Logger } from 'pino';
import { fileOf } from './apply/entries';
import { noteAt } from './apply/outcome';
import { pricesFileSchema } from './apply/schemas';
import { readYaml, type YamlFile } from './apply/yaml-file';
import { type Finding, findingOf } from './validate/finding';
import { FileWatch } from './watch';

/** Where a team says what models cost; watched even while it is not there. */
export const pricesFile = 'config/prices.yml';

interface Entry {
  readonly model: string;
  readonly input: number;
  readonly output: number;
  readonly cache_read?: number;
  readonly cache_write?: number;
}

/** What a project's file says that models cost, or what is wrong with it. */
export function readPricesFile(root: string): { readonly prices: Prices; readonly findings: readonly Finding[] } {
  const name = fileOf(root, 'prices');
  if (name === undefined) return { prices: {}, findings: [] };
  const file = readYaml(root, name);
  const findings = findingsIn(file);
  const { prices = [] } = (findings.length === 0 ? file.content : {}) as { readonly prices?: readonly Entry[] };
  return { prices: Object.fromEntries(prices.map(({ model, ...price }) => [model, priceOf(price)])), findings };
}

/** What models cost now: what the environment says, over the project's file, over what is known of list prices. */
export class PricesFile {
  private inFile: Prices = {};

  constructor(
    private readonly root: string,
    private readonly fromEnvironment: Prices,
    private readonly logger: Logger,
  ) {
    this.read();
  }

  readonly current = (): Prices => ({ ...knownPrices, ...this.inFile, ...this.fromEnvironment });

  /** Reads it again whenever it changes, until that is closed. */
  watch(): { close(): Promise<void> } {
    const watch = new FileWatch(
      this.root,
      () => this.read(),
      (error) =>
        this.logger.warn({ err: error }, 'The folder of prices.yml is not watched; restart after changing it.'),
    );
    watch.watch([pricesFile]);
    return { close: async () => watch.close() };
  }

  /** A file that is wrong, for it may be half-saved, counts for nothing: what was read before stays. */
  private read(): void {
    const { prices, findings } = readPricesFile(this.root);
    for (const { file, line, path: at, message } of findings)
      this.logger.error({ file, line, path: at }, `The prices stay as they are: ${message}`);
    if (findings.length === 0) this.inFile = prices;
  }
}

function findingsIn(file: YamlFile): Finding[] {
  const about = (note: Parameters<typeof findingOf>[2]) => findingOf(file.name, path.basename(file.name), note);
  if (file.faults.length > 0)
    return file.faults.map(({ line, column, message }) => about({ line, column, path: '', message }));
  const problems = schemaProblems(pricesFileSchema as unknown as JsonObject, file.content as JsonObject);
  if (problems.length > 0) return problems.map(({ path: at, ...said }) => about(noteAt(file.placeOf(at), said)));
  const models = (file.content as { readonly prices: readonly Entry[] }).prices.map(({ model }) => model);
  return models.flatMap((model, index) => {
    if (models.indexOf(model) === index) return [];
    return [about(noteAt(file.placeOf(['prices', index]), { message: `${model} has a price already` }))];
  });
}

const priceOf = ({ input, output, cache_read: cacheRead, cache_write: cacheWrite }: Omit<Entry, 'model'>): Price => ({
  ...{ input, output },
  ...(cacheRead !== undefined && { cacheRead }),
  ...(cacheWrite !== undefined && { cacheWrite }),
});
