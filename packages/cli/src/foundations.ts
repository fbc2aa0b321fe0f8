import { existsSync } from 'node:fs';
import path from 'node:path';
import { SetupError } from '@trialogue/errors';
import { parseKeys } from '@trialogue/gateway';
import { isStoreUnavailable, Store } from '@trialogue/store';
import type { Telemetry } from '@trialogue/telemetry';
import type { Logger } from 'pino';
import type { Settings } from './settings';

/** Opens the store of a database; the last known releases are kept in the data folder. */
export function openStore(
  { dataFolder, redisUrl }: Settings,
  url: string,
  logger: Logger,
  telemetry: Telemetry,
  { mayBeEmpty = false } = {},
): Promise<Store> {
  const snapshotDir = path.join(dataFolder, 'releases');
  return Store.open({ url, redis: redisUrl, logger, snapshotDir, telemetry, mayBeEmpty }).catch(explain);
}

/** Where and to whom the gateway opens; services of their own share a secret. */
export const doorsOf = (settings: Settings, serviceSecret?: string) => ({
  host: settings.host,
  port: settings.port ?? 4000,
  identity: { keys: parseKeys(settings.keys), unitSecret: settings.unitSecret, serviceSecret },
  origins: { origins: settings.origins, hosts: settings.hosts },
  limits: settings.limits,
  pages: { chat: chatPageOf(settings.root) },
});

/** What is not to be overlooked. Other addresses than loopback are not opened without keys. */
export function sayWhoMayAsk({ keys }: Settings, logger: Logger): void {
  if (!keys)
    logger.info({}, 'There are no keys: everyone on this machine is the local admin, and nobody else gets in.');
}

/** Away, and nothing is known from before: then there is nothing to serve. */
function explain(error: Error): never {
  if (!isStoreUnavailable(error)) throw error;
  const { message } = (error.cause ?? error) as Error;
  const help = 'Start it, or correct DATABASE_URL; without DATABASE_URL an embedded Postgres is used.';
  throw new SetupError(`The database of DATABASE_URL does not answer: ${message}.`, help, { cause: error });
}

/** The project's own page, or the one to be copied. */
function chatPageOf(root: string): string {
  const own = path.join(root, 'chat');
  return existsSync(path.join(own, 'index.html')) ? own : folderOf(root, 'examples/chat');
}

/** The project's own copy of a folder, or the one that came with the product. */
export function folderOf(root: string, folder: string): string {
  const own = path.join(root, folder);
  return existsSync(own) ? own : path.join(__dirname, '../../..', folder);
}
