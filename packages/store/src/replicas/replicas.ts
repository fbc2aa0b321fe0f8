import type { Notifications } from '../notifications';
import type { Sql } from '../sql';

/** One process that serves a part of the graph. */
export interface Replica {
  /** Name of the part. */
  readonly service: string;
  /** Of the process. */
  readonly id: string;
  /** Where it is reached. */
  readonly url: string;
  /** Hash of the SDL that it wants to be served. */
  readonly schema: string;
  /** Hashes of all SDLs that it can execute, `schema` among them. */
  readonly holds: readonly string[];
}

/** A replica that was not seen for this long is not counted on any more. It says every `announceMs` that it lives. */
const liveMs = 8_000;
export const announceMs = 2_000;

/** Where the processes of one deployment find each other: by what they say in the database. */
export class Replicas {
  constructor(
    private readonly sql: Sql,
    private readonly notifications: Notifications,
  ) {}

  /** Says that a replica lives, on the database's clock. Whoever listens is told when it is new or has changed. */
  async announce({ service, id, url, schema, holds }: Replica): Promise<void> {
    const { rows } = await this.sql<{ news: boolean }>(
      `with before as (select url, schema, holds, seen_at from exp.replicas where service = $1 and id = $2),
         said as (
           insert into exp.replicas (service, id, url, schema, holds) values ($1, $2, $3, $4, $5::text[])
           on conflict (service, id) do update
             set url = excluded.url, schema = excluded.schema, holds = excluded.holds, seen_at = clock_timestamp())
       select not exists (
         select from before where url = $3 and schema = $4 and holds = $5::text[]
           and seen_at > clock_timestamp() - $6 * interval '1 ms') as news`,
      [service, id, url, schema, holds, liveMs],
    );
    if (rows[0]!.news) this.notifications.send('exp_replicas');
  }

  async withdraw({ service, id }: Pick<Replica, 'service' | 'id'>): Promise<void> {
    await this.sql('delete from exp.replicas where service = $1 and id = $2', [service, id]);
    this.notifications.send('exp_replicas');
  }

  /** Those that were seen lately, of one service or of all; in a fixed order. Forgets those that are long gone. */
  async live(service?: string, sql: Sql = this.sql): Promise<Replica[]> {
    const { rows } = await sql<Replica>(
      `with gone as (delete from exp.replicas where seen_at < clock_timestamp() - interval '1 hour')
       select service, id, url, schema, holds from exp.replicas
       where seen_at > clock_timestamp() - $2 * interval '1 ms' and ($1::text is null or service = $1)
       order by service, id`,
      [service ?? null, liveMs],
    );
    return rows;
  }

  /** Calls back when they may have changed; answers how to stop. Hints may be lost: look now and then, too. */
  onChange(listener: () => void): () => void {
    const stops = [this.notifications.on('exp_replicas', listener), this.notifications.onConnected(listener)];
    return () => {
      for (const stop of stops) stop();
    };
  }
}
