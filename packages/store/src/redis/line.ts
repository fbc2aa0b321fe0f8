import { randomUUID } from 'node:crypto';
import { Cluster, Redis, type RedisOptions } from 'ioredis';
import type { Logger } from '../logger';

export type RedisClient = Redis | Cluster;

const commandMs = 1_000;
const silentMs = 5_000;
const connectMs = 5_000;
const disconnectMs = 200;
const retryFromMs = 100;
const retryToMs = 2_000;
const calmMs = 10_000;
const pingEveryMs = 10_000;

/**
 * The way to Redis, or to a Redis Cluster when the URL names several of its nodes. Whoever asks gets an answer within a
 * second, or hears that Redis is away; then nobody else waits for it until it answers again. Nothing is sent twice.
 */
export class RedisLine {
  readonly client: RedisClient;
  /** Tells what this process publishes from what others do. */
  readonly self = randomUUID();
  /** The connection that listens; of a cluster, the client opens it itself. */
  readonly listener: RedisClient;
  readonly #backListeners = new Set<() => void>();
  #away = true;
  #said = false;
  /** Why there is no connection, as the client says; who asks hears only that there is none. */
  #trouble: unknown;
  #backAt = 0;
  #retryMs = retryFromMs;
  #timer: NodeJS.Timeout | undefined;
  #ping: NodeJS.Timeout | undefined;
  #closed = false;

  /** @param urls `redis://…` or `rediss://…`, comma-separated */
  constructor(
    urls: string,
    private readonly logger: Logger,
  ) {
    this.client = openClient(urls);
    this.listener = this.client instanceof Cluster ? this.client : this.client.duplicate();
    for (const one of new Set([this.client, this.listener])) one.on('error', (error) => this.#hear(error));
    this.client.on('ready', () => this.#away && void this.#probe());
  }

  /** Whether it is there, as far as anybody knows. */
  get answers(): boolean {
    return !this.#away;
  }

  /** Begins to connect; resolves when Redis answers or has had a second to. Never throws. */
  async open(): Promise<void> {
    const first = new Promise<void>((resolve) => this.client.once('ready', resolve));
    for (const one of new Set([this.client, this.listener])) one.connect().catch(() => undefined);
    this.#ping = setInterval(() => this.#pingListener(), pingEveryMs);
    await within(commandMs, first).catch(() => undefined);
    await this.#probe();
  }

  /** What Redis answers; undefined: it is away. */
  async ask<T extends object | string | number>(command: (client: RedisClient) => Promise<T>): Promise<T | undefined> {
    if (this.#away) return undefined;
    try {
      return await within(commandMs, command(this.client));
    } catch (error) {
      if (!this.#away) this.#lose(error);
      return undefined;
    }
  }

  /** Called whenever Redis answers again. */
  onBack(listener: () => void): () => void {
    this.#backListeners.add(listener);
    return () => this.#backListeners.delete(listener);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    clearInterval(this.#ping);
    for (const one of new Set([this.client, this.listener])) one.disconnect();
  }

  /** A network that swallows everything is noticed only by asking. A cluster's client sees to that itself. */
  #pingListener(): void {
    if (this.listener !== this.client && this.listener.status === 'ready') this.listener.ping().catch(() => undefined);
  }

  #hear(error: unknown): void {
    if (this.#away) this.#trouble = error;
  }

  async #probe(): Promise<void> {
    clearTimeout(this.#timer);
    try {
      await within(commandMs, this.client.ping());
    } catch (error) {
      return this.#lose(error);
    }
    if (this.#closed || !this.#away) return;
    this.#away = false;
    this.#backAt = performance.now();
    if (this.#said) this.logger.info({}, 'Redis is back.');
    this.#said = false;
    this.#trouble = undefined;
    for (const listener of this.#backListeners) listener();
  }

  /** Asks again soon, and less and less soon as long as it does not stay. */
  #lose(error: unknown): void {
    if (this.#closed) return;
    if (!this.#away && performance.now() - this.#backAt > calmMs) this.#retryMs = retryFromMs;
    this.#away = true;
    if (!this.#said)
      this.logger.warn({ reason: reasonOf(this.#trouble ?? error) }, 'Redis is away: Postgres alone goes on.');
    this.#said = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#probe(), this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, retryToMs);
  }
}

function openClient(urls: string): RedisClient {
  const [first, ...others] = urls.split(',').map((url) => new URL(url.trim()));
  const { username, password, protocol, pathname } = first!;
  const options: RedisOptions = {
    username: decodeURIComponent(username) || undefined,
    password: decodeURIComponent(password) || undefined,
    tls: protocol === 'rediss:' ? {} : undefined,
    connectionName: 'trialogue',
    connectTimeout: connectMs,
    socketTimeout: silentMs,
    disconnectTimeout: disconnectMs,
    keepAlive: 10_000,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    autoResubscribe: false,
  };
  const patience = (times: number) => Math.min(retryFromMs * 2 ** Math.min(times - 1, 8), retryToMs);
  const common = { enableOfflineQueue: false, lazyConnect: true };
  if (others.length > 0)
    return new Cluster([first!, ...others].map(addressOf), {
      ...common,
      clusterRetryStrategy: patience,
      slotsRefreshTimeout: commandMs,
      redisOptions: options,
    });
  const db = Number(pathname.slice(1)) || 0;
  return new Redis({ ...common, ...options, ...addressOf(first!), db, retryStrategy: patience });
}

const addressOf = ({ hostname, port }: URL) => ({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) || 6379 });

/** An answer that has come while this process was busy counts: a timer that is late gives it its turn first. */
function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => setImmediate(() => reject(new Error(`No answer within ${ms} ms.`))), ms);
  });
  return Promise.race([work, limit]).finally(() => clearTimeout(timer));
}

/** No arguments of commands, which hold what users said: an error of ioredis' carries them along. */
const reasonOf = (error: unknown): string => String((error as Error).message).split(', with args')[0]!;
