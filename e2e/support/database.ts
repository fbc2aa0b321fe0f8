import { Client } from 'pg';

/** Rows straight from the database, for what the graph does not show. */
export async function rows<Row = any>(url: string, text: string, params: unknown[] = []): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text, params)).rows;
  } finally {
    await client.end();
  }
}
