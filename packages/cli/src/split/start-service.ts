import { SetupError } from '@trialogue/errors';
import { Opened } from '../opened';
import { recallPrinted } from '../printed-composition';
import type { Settings } from '../settings';
import { isSubgraphName, subgraphs } from '../subgraphs';
import { untilStopped } from '../until-stopped';
import { openGatewayService } from './gateway-service';
import { serviceSettings } from './service-settings';
import { openSubgraphService } from './subgraph-service';

/** `trialogue start NAME`: one service of several, in this process, until it is told to stop. */
export function startService(settings: Settings, name: string): Promise<void> {
  if (name !== 'gateway' && !isSubgraphName(name)) {
    const names = ['gateway', ...Object.keys(subgraphs)].join(', ');
    throw new SetupError(`There is no service "${name}".`, `Start one of ${names}, or all in one: npx trialogue start`);
  }
  const service = serviceSettings(settings);
  return untilStopped(settings, `the service ${name}`, async (logger, stopping) => {
    const opened = new Opened(logger);
    recallPrinted();
    try {
      const url = isSubgraphName(name)
        ? await openSubgraphService(service, name, logger, opened)
        : await openGatewayService(service, logger, opened, stopping);
      return { banner: `The service ${name} runs at ${url}\n`, close: () => opened.close() };
    } catch (error) {
      await opened.close();
      throw error;
    }
  });
}
