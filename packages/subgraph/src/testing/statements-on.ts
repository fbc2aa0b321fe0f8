import { Client } from 'pg';

/** The statements that reach Postgres while `work` runs and that name the table. */
export async function statementsOn(table: string, work: () => Promise<unknown>): Promise<string[]> {
  const spy = jest.spyOn(Client.prototype, 'query');
  try {
    await work();
    const texts = spy.mock.calls.map(([query]: unknown[]) => String((query as { text?: string })?.text ?? query));
    return texts.filter((text) => text.includes(`"${table}"`));
  } finally {
    spy.mockRestore();
  }
}
