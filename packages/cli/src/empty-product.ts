import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { openProduct, type Product } from './product';
import { readSettings, type Settings } from './settings';

/**
 * A product on an empty database of its own, with the plugins of a project, for as long as `work` takes: nothing of it
 * stays. Of the environment it has what plugins and policies may read, and of the caller's settings what decides whether
 * files are right: prices, and the registry of models, which is all that it asks.
 */
export async function onEmptyProduct<Result>(
  root: string,
  { secret, prices, mlflow }: Pick<Settings, 'secret' | 'prices' | 'mlflow'>,
  work: (product: Product) => Promise<Result>,
): Promise<Result> {
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'trialogue-empty-'));
  const settings = { ...readSettings(root, { PORT: '0', TRIALOGUE_DATA: dataFolder }), secret, prices, mlflow };
  try {
    const product = await openProduct(settings, pino({ level: 'error' }, pino.destination(2)));
    try {
      return await work(product);
    } finally {
      await product.close();
    }
  } finally {
    rmSync(dataFolder, { recursive: true, force: true });
  }
}
