import { SetupError } from '@trialogue/errors';
import { makeKey, makeUnitToken } from '@trialogue/gateway';
import { type Scope, scopes } from '@trialogue/subgraph';
import type { Settings } from './settings';

const unitTokenLifeSeconds = 3600;

/** `keys create NAME SCOPE …` and `token UNIT`: prints the credential, and what to do with it. */
export async function credentials(
  settings: Settings,
  command: 'keys' | 'token',
  words: readonly string[],
): Promise<void> {
  const text = command === 'keys' ? newKey(words) : newToken(settings, words);
  process.stdout.write(`${text}\n`);
}

function newKey([act, name, ...wanted]: readonly string[]): string {
  const unknown = wanted.find((scope) => !scopes.includes(scope as Scope));
  if (act !== 'create' || !name || wanted.length === 0 || unknown)
    throw new SetupError(
      unknown ? `There is no scope "${unknown}".` : 'A key needs a name and its scopes.',
      `npx trialogue keys create NAME SCOPE …   (${scopes.join(', ')})`,
    );
  const { key, entry } = makeKey(name, wanted as Scope[]);
  return `The key, shown once:\n  ${key}\n\nAdd this entry to TRIALOGUE_KEYS (comma-separated) and restart:\n  ${entry}\n\nCallers send: authorization: Bearer ${key}`;
}

function newToken({ unitSecret }: Settings, [unit]: readonly string[]): string {
  if (!unit) throw new SetupError('A token needs the unit it is for.', 'npx trialogue token UNIT');
  if (!unitSecret)
    throw new SetupError(
      'TRIALOGUE_UNIT_SECRET is not set.',
      'Set it to at least 32 random bytes, for the product and here.',
    );
  return makeUnitToken(unitSecret, unit, unitTokenLifeSeconds);
}
