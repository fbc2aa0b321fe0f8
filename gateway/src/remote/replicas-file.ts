import type { Replica } from '@trialogue/store';
import type { Logger } from 'pino';
import { type KeptFile, keptFile } from './kept-file';

interface Content {
  readonly database: string;
  readonly replicas: readonly Replica[];
}

/**
 * Keeps where the subgraphs are in a file, for a gateway that starts while the database is away. What another database
 * said is not read.
 */
export function replicasFile(file: string, database: string, logger: Logger): KeptFile<readonly Replica[]> {
  const kept = keptFile<Content>(file, 'addresses of the subgraphs', logger);
  return {
    async read() {
      const content = await kept.read();
      return content?.database === database ? content.replicas : undefined;
    },
    write: (replicas) => kept.write({ database, replicas }),
  };
}
