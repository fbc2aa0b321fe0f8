import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { startTestPostgres } from './test-postgres';

/** Where the address of the Postgres of a whole test run is handed to its workers. */
export const testPostgresVariable = 'TRIALOGUE_TEST_POSTGRES';

/**
 * A database of its own, empty, on the Postgres of this test run; on one of this process' own where nobody has set
 * `TRIALOGUE_TEST_POSTGRES`.
 */
export async function createTestDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const server = await serverUrl();
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await run(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => run(server, `drop database if exists ${name} with (force)`) };
}

let started: Promise<{ url: string }> | undefined;

async function serverUrl(): Promise<string> {
  const given = process.env[testPostgresVariable];
  if (given) return given;
  started ??= startTestPostgres();
  return (await started).url;
}

async function run(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
