import type { JsonObject } from '../json-object';
import type { RedisLine } from '../redis/line';
import { Script } from '../redis/script';

const expiresMs = 3_600_000;
const longestItem = 16_384;

/**
 * The list at KEYS[1]: items, the latest last, and behind them the version that they belong to. ARGV: the version that
 * must be there (empty: any, and its items go) · the new one · milliseconds until it expires · most items · items.
 */
const write = new Script(`
if ARGV[1] == '' then
  redis.call('DEL', KEYS[1])
elseif redis.call('RPOP', KEYS[1]) ~= ARGV[1] then
  redis.call('DEL', KEYS[1])
  return 0
end
for i = 5, #ARGV do redis.call('RPUSH', KEYS[1], ARGV[i]) end
redis.call('RPUSH', KEYS[1], ARGV[2])
redis.call('LTRIM', KEYS[1], -ARGV[4] - 1, -1)
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1`);

const sessionKey = (conversation: string): string => `{${conversation}}:said`;

/**
 * The last items of conversations that were active a moment ago, in Redis, so that a next turn in any process need not
 * read them again. A hint, valid for one version of the conversation: whoever uses it has just learnt the version from
 * the database, and reads there when this does not know. Without Redis, or with it away, it knows nothing.
 */
export class Sessions {
  constructor(private readonly line: RedisLine | undefined) {}

  /** The last items at this version, the latest last; undefined: not known. */
  async recent(conversation: string, version: number): Promise<JsonObject[] | undefined> {
    const found = await this.line?.ask((client) => client.lrange(sessionKey(conversation), 0, -1));
    if (found?.pop() !== `${version}`) return undefined;
    return found.map((item) => JSON.parse(item));
  }

  /** These, at most `most`, are the last items at this version. */
  keep(conversation: string, version: number, items: readonly JsonObject[], most: number): Promise<void> {
    return this.write(conversation, '', version, items, most);
  }

  /** From one version to the next these came to the last items; a session that is not at the first is forgotten. */
  extend(conversation: string, from: number, items: readonly JsonObject[], most: number): Promise<void> {
    return this.write(conversation, `${from}`, from + 1, items, most);
  }

  private async write(
    conversation: string,
    from: string,
    to: number,
    items: readonly JsonObject[],
    most: number,
  ): Promise<void> {
    const texts = items.map((item) => JSON.stringify(item));
    const key = sessionKey(conversation);
    await this.line?.ask((client) => {
      if (texts.some(({ length }) => length > longestItem)) return client.del(key);
      return write.run(client, key, [from, to, expiresMs, most, ...texts]) as Promise<number>;
    });
  }
}
