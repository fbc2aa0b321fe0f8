import { banner } from './banner';
import { recallPrinted } from './printed-composition';
import { openProduct } from './product';
import { ProjectFiles } from './project-files';
import type { Settings } from './settings';
import { untilStopped } from './until-stopped';

/** `trialogue start`: everything in this process, until it is told to stop. */
export function start(settings: Settings): Promise<void> {
  return untilStopped(settings, 'Trialogue', async (logger) => {
    recallPrinted();
    const product = await openProduct(settings, logger);
    const files = new ProjectFiles(product, settings.root, logger);
    await files.apply();
    return {
      banner: banner(settings, product),
      async close() {
        await files.close();
        await product.close();
      },
    };
  });
}
