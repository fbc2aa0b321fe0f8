import { testPostgresVariable } from './test-database';
import { startTestPostgres } from './test-postgres';

/** One Postgres for a whole run of Jest, unless the caller brings one. */
export default async function setUp(): Promise<void> {
  if (process.env[testPostgresVariable]) return;
  const postgres = await startTestPostgres();
  process.env[testPostgresVariable] = postgres.url;
  (globalThis as { stopTestPostgres?: () => Promise<void> }).stopTestPostgres = postgres.stop;
}
