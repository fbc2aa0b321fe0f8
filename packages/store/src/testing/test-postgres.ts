import { join } from 'node:path';
import { EmbeddedPostgres } from '../embedded-postgres/embedded-postgres';
import { silent } from './silent';
import { temporaryFolder } from './temporary-folder';

/** A Postgres in a temporary folder. It ends with this process, however that ends. */
export async function startTestPostgres(): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = await temporaryFolder('test');
  const postgres = await EmbeddedPostgres.start({ dataDir: join(folder.path, 'postgres'), logger: silent });
  return {
    url: postgres.url,
    async stop() {
      await postgres.stop();
      await folder.remove();
    },
  };
}
