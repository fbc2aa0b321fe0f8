import { SetupError } from '@trialogue/errors';
import jwt from 'jsonwebtoken';
import { LRUCache } from 'lru-cache';
import { type Caller, scopes } from '../request-context';

/** How long a signed identity opens a request, in seconds; and how long the gateway uses one. */
const lifeS = 60;
const reuseMs = 20_000;
const toleranceS = 10;
const most = 10_000;

/** Throws a SetupError unless the secret that the services share is long enough. */
export function checkServiceSecret(secret: string | undefined): string {
  if (secret !== undefined && Buffer.byteLength(secret) >= 32) return secret;
  throw new SetupError(
    secret === undefined
      ? 'TRIALOGUE_SERVICE_SECRET is not set.'
      : 'TRIALOGUE_SERVICE_SECRET is shorter than 32 bytes.',
    'Services sign with it who asks; give all of them the same: `openssl rand -hex 32`.',
  );
}

/** Whom a signed identity is for: a subgraph, of its gateway; or the gateway, of a service whose plugins ask the graph. */
export type Audience = 'subgraph' | 'gateway';

/** Says who asks, signed (JWT, HS256, a minute's life), so that who is asked need not ask anybody. */
export function callerSigner(
  secret: string,
  audience: Audience = 'subgraph',
  now = Date.now,
): (caller: Caller) => string {
  const signed = new LRUCache<string, { token: string; until: number }>({ max: most });
  return ({ subject, scopes, unit }) => {
    const key = JSON.stringify([subject, scopes, unit]);
    const known = signed.get(key);
    if (known && known.until > now()) return known.token;
    const claims = { scopes, ...(unit !== undefined && { unit }), iat: Math.floor(now() / 1000) };
    const token = jwt.sign(claims, secret, { algorithm: 'HS256', subject, audience, expiresIn: lifeS });
    signed.set(key, { token, until: now() + reuseMs });
    return token;
  };
}

/** Reads what `callerSigner` wrote; undefined for anything else, also for what is over. */
export function callerReader(
  secret: string,
  audience: Audience = 'subgraph',
  now = Date.now,
): (token: string) => Caller | undefined {
  const read = new LRUCache<string, { caller: Caller; until: number }>({ max: most });
  return (token) => {
    const known = read.get(token);
    if (known) return known.until > now() ? known.caller : undefined;
    const claims = verified(token, secret, audience, Math.floor(now() / 1000));
    const caller = claims && callerOf(claims);
    if (caller) read.set(token, { caller, until: (claims.exp! + toleranceS) * 1000 });
    return caller;
  };
}

function verified(token: string, secret: string, audience: Audience, clockTimestamp: number) {
  try {
    const options = {
      algorithms: ['HS256' as const],
      audience,
      clockTimestamp,
      clockTolerance: toleranceS,
    };
    const claims = jwt.verify(token, secret, options);
    return typeof claims === 'string' ? undefined : claims;
  } catch {
    return undefined; // whoever asked is told so
  }
}

function callerOf({ sub, exp, scopes: given, unit }: jwt.JwtPayload): Caller | undefined {
  if (typeof sub !== 'string' || typeof exp !== 'number' || !Array.isArray(given)) return undefined;
  if (unit !== undefined && typeof unit !== 'string') return undefined;
  const known = scopes.filter((scope) => given.includes(scope));
  return { subject: sub, scopes: known, ...(unit !== undefined && { unit }) };
}
