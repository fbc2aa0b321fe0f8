import { createHash } from 'node:crypto';
import { Client } from 'pg';

/** Tells what is kept on disk of one database from what is of another: by where it is, without who asks. */
export function whichDatabase(url: string): string {
  const { host, port, database } = new Client({ connectionString: url });
  return createHash('sha256')
    .update(JSON.stringify([host, port, database]))
    .digest('hex');
}
