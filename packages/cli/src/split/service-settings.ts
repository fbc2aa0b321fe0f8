import { SetupError } from '@trialogue/errors';
import { checkServiceSecret } from '@trialogue/subgraph';
import type { Settings } from '../settings';

/** What a service of its own needs beside the settings of the all-in-one process. */
export interface ServiceSettings {
  readonly settings: Settings;
  readonly databaseUrl: string;
  readonly secret: string;
}

/** Throws a SetupError for what is missing. */
export const serviceSettings = (settings: Settings): ServiceSettings => ({
  settings,
  databaseUrl: databaseOf(settings),
  secret: checkServiceSecret(settings.serviceSecret),
});

function databaseOf({ databaseUrl }: Settings): string {
  if (databaseUrl) return databaseUrl;
  throw new SetupError(
    'DATABASE_URL is not set.',
    'Services of their own share one Postgres: give all of them its URL. The embedded one is for `npx trialogue start`.',
  );
}
