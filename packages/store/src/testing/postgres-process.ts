import { EmbeddedPostgres } from '../embedded-postgres/embedded-postgres';
import { silent } from './silent';

/** A process that does nothing but run a Postgres on the folder in its first argument: to be killed, or refused, by a test. */
async function main(dataDir: string): Promise<void> {
  const postgres = await EmbeddedPostgres.start({ dataDir, logger: silent });
  process.once('SIGTERM', () => void postgres.stop().then(() => process.exit(0)));
  process.stdout.write(`${postgres.url}\n`);
  process.stdin.resume(); // stays as long as the test that started it
  process.stdin.once('end', () => void postgres.stop().then(() => process.exit(0)));
}

main(process.argv[2]!).catch((error) => {
  process.stdout.write(`${error.name}: ${error.message}\n`);
  process.exit(1);
});
