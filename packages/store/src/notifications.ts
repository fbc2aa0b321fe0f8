import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import type { Logger } from './logger';
import type { Prepared, Sql } from './sql';

/**
 * What may have happened: heads moved, events appended, entries in a stream (its conversation is the subject), replicas
 * came or went, a turn is to be cancelled (of the conversation that is the subject).
 */
export const channels = ['exp_heads', 'exp_events', 'exp_streams', 'exp_replicas', 'exp_cancels'] as const;
export type Channel = (typeof channels)[number];

type Listener = (subject: string) => void;

const pingEveryMs = 10_000;
const maxPending = 10_000;

/**
 * Hints between processes, over one LISTEN connection. A hint says "look now" and may be lost or come twice: whoever
 * listens also looks every second.
 *
 * A payload is `<sender>:<subject>`. Postgres lets one notifying transaction commit at a time, so hints are not sent in
 * the transactions that they are about, but after them, many in one; only rare transactions notify on their own
 * (sender `-`). Within a process listeners are called at once.
 */
export class Notifications {
  readonly #self = randomUUID().slice(0, 8);
  readonly #listeners = new Map<Channel, Set<Listener>>();
  readonly #reconnectListeners = new Set<() => void>();
  readonly #pending = new Map<string, { channel: Channel; payload: string }>();
  #client: Client | undefined;
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<void> | undefined;
  #listening = false;
  #closed = false;

  constructor(
    private readonly url: string,
    private readonly sql: Sql,
    private readonly logger: Logger,
  ) {}

  /** Whether hints arrive; not while Postgres is away, as far as it was noticed. */
  get listening(): boolean {
    return this.#listening;
  }

  /** Connects, and again whenever the connection is lost, until `close`. */
  start(): void {
    void this.#connect(100);
  }

  on(channel: Channel, listener: Listener): () => void {
    const listeners = this.#listeners.get(channel) ?? new Set();
    this.#listeners.set(channel, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  /** Called when listening begins (again): hints may have been missed before. */
  onConnected(listener: () => void): () => void {
    this.#reconnectListeners.add(listener);
    return () => this.#reconnectListeners.delete(listener);
  }

  /** Tells this process at once and the others soon. Never throws. */
  send(channel: Channel, subject = ''): void {
    this.#deliver(channel, subject);
    this.sendElsewhere(channel, subject);
  }

  /** Tells the other processes soon. Never throws. */
  sendElsewhere(channel: Channel, subject: string): void {
    if (this.#closed || this.#pending.size >= maxPending) return;
    const payload = `${this.#self}:${subject}`;
    this.#pending.set(`${channel} ${payload}`, { channel, payload });
    this.#sending ??= this.#flush().finally(() => {
      this.#sending = undefined;
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#sending;
    await this.#client?.end().catch(() => undefined);
  }

  async #flush(): Promise<void> {
    while (this.#pending.size > 0) {
      const batch = [...this.#pending.values()];
      this.#pending.clear();
      // Nothing is lost if this commit is, so it does not wait for the disk.
      await this.sql(hintStatement, [batch.map(({ channel }) => channel), batch.map(({ payload }) => payload)]).catch(
        (error) => this.logger.debug({ err: error }, 'Hints were not sent.'),
      );
    }
  }

  #deliver(channel: Channel, subject: string): void {
    for (const listener of this.#listeners.get(channel) ?? []) listener(subject);
  }

  async #connect(retryMs: number): Promise<void> {
    if (this.#closed) return;
    const client = new Client({
      connectionString: this.url,
      application_name: 'trialogue listen',
      connectionTimeoutMillis: 5_000,
      query_timeout: 5_000,
      keepAlive: true,
    });
    this.#client = client;
    client.on('error', () => undefined); // `end` follows
    client.on('notification', ({ channel, payload = '' }) => {
      const [sender, subject] = split(payload);
      if (sender !== this.#self) this.#deliver(channel as Channel, subject);
    });
    try {
      await client.connect();
      await client.query(channels.map((channel) => `listen ${channel}`).join('; '));
    } catch (error) {
      this.logger.debug({ err: error, retryMs }, 'Cannot listen to the database yet.');
      void client.end().catch(() => undefined);
      this.#again(Math.min(retryMs * 2, 5_000));
      return;
    }
    client.once('end', () => {
      this.#listening = false;
      this.#again(100);
    });
    this.#ping(client);
    this.#listening = true;
    for (const listener of this.#reconnectListeners) listener();
  }

  #again(delayMs: number): void {
    if (this.#closed) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#connect(delayMs), delayMs);
  }

  /** A network that swallows everything is noticed only by asking. */
  #ping(client: Client): void {
    this.#timer = setTimeout(() => {
      client.query('select 1').then(
        () => !this.#closed && this.#client === client && this.#ping(client),
        () => client.end().catch(() => undefined),
      );
    }, pingEveryMs);
  }
}

function split(payload: string): [sender: string, subject: string] {
  const colon = payload.indexOf(':');
  return colon < 0 ? [payload, ''] : [payload.slice(0, colon), payload.slice(colon + 1)];
}

const hintStatement: Prepared = {
  name: 'send_hints',
  text: `select set_config('synchronous_commit', 'off', true), pg_notify(channel, payload)
         from unnest($1::text[], $2::text[]) as hint (channel, payload)`,
};
