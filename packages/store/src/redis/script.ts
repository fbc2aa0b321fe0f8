import { createHash } from 'node:crypto';
import type { RedisClient } from './line';

/** A Lua script on one key. */
export class Script {
  readonly #sha: string;

  constructor(private readonly text: string) {
    this.#sha = createHash('sha1').update(text).digest('hex');
  }

  /** By its hash; in full when the server, restarted or flushed, does not know that. */
  async run(client: RedisClient, key: string, args: readonly (string | number)[]): Promise<unknown> {
    try {
      return await client.evalsha(this.#sha, 1, key, ...args);
    } catch (error) {
      if (!(error as Error).message.startsWith('NOSCRIPT')) throw error;
      return client.eval(this.text, 1, key, ...args);
    }
  }
}
