import { DomainError, SetupError } from '@trialogue/errors';
import { type Caller, callerReader } from '@trialogue/subgraph';
import jwt from 'jsonwebtoken';
import { type ApiKey, findKey } from './keys';
import { isLoopback } from './origins';

/** What a caller shows, from HTTP headers or WebSocket connection parameters. */
export interface Credentials {
  readonly key?: string;
  /** JWT (HS256): `sub` is the unit, `exp` is required. */
  readonly unitToken?: string;
}

export interface Identified {
  readonly caller: Caller;
  /** When the unit token ends, in milliseconds since 1970. */
  readonly expiresAt?: number;
}

export interface IdentityOptions {
  readonly keys: readonly ApiKey[];
  /** At least 32 bytes; without it unit tokens are refused. */
  readonly unitSecret?: string;
  /** What services of their own share; one that signs with it says who asks through it. None: keys only. */
  readonly serviceSecret?: string;
  readonly now?: () => number;
}

/** Says who a caller is. Without keys everyone is the local admin, which is for loopback only: see `assertMayListen`. */
export class Identity {
  private readonly now: () => number;
  private readonly ofService: ((token: string) => Caller | undefined) | undefined;

  /** Throws a SetupError when the unit secret is too short. */
  constructor(private readonly options: IdentityOptions) {
    this.now = options.now ?? Date.now;
    const { serviceSecret } = options;
    this.ofService = serviceSecret === undefined ? undefined : callerReader(serviceSecret, 'gateway', this.now);
    if (options.unitSecret !== undefined && Buffer.byteLength(options.unitSecret) < 32)
      throw new SetupError('The unit secret is shorter than 32 bytes.', 'Make one with `openssl rand -hex 32`.');
  }

  /** Throws UNAUTHENTICATED for a key or token that does not hold; showing none is nobody, without scopes. */
  identify({ key, unitToken }: Credentials): Identified {
    const caller = this.callerOf(key);
    if (unitToken === undefined) return { caller };
    const { unit, expiresAt } = this.unitOf(unitToken);
    return { caller: { ...caller, unit }, expiresAt };
  }

  private callerOf(text: string | undefined): Caller {
    if (this.ofService && text?.startsWith(tokenStart)) {
      const caller = this.ofService(text);
      if (!caller) throw refused('the service is not known, or its token is over');
      return caller;
    }
    if (this.options.keys.length === 0) return { subject: 'local', scopes: ['admin'] };
    if (text === undefined) return { subject: 'anonymous', scopes: [] };
    const key = findKey(this.options.keys, text);
    if (!key) throw new DomainError('UNAUTHENTICATED', { reason: 'the key is not known' });
    return { subject: key.name, scopes: key.scopes };
  }

  private unitOf(token: string): { unit: string; expiresAt: number } {
    if (this.options.unitSecret === undefined) throw refused('unit tokens are not configured here');
    const claims = verified(token, this.options.unitSecret, Math.floor(this.now() / 1000));
    if (typeof claims.sub !== 'string' || claims.sub === '') throw refused('the unit token names no unit (`sub`)');
    if (typeof claims.exp !== 'number') throw refused('the unit token has no end (`exp`)');
    return { unit: claims.sub.normalize(), expiresAt: claims.exp * 1000 };
  }
}

function verified(token: string, secret: string, clockTimestamp: number): jwt.JwtPayload {
  try {
    const claims = jwt.verify(token, secret, { algorithms: ['HS256'], clockTimestamp });
    return typeof claims === 'string' ? {} : claims;
  } catch (error) {
    throw refused(
      error instanceof jwt.TokenExpiredError ? 'the unit token has expired' : 'the unit token is not valid',
    );
  }
}

/** As a JWT begins, and no key does. */
const tokenStart = 'eyJ';

const refused = (reason: string) => new DomainError('UNAUTHENTICATED', { reason });

/** A token that proves a unit for `seconds`; what a team's backend makes for its own users. */
export function makeUnitToken(secret: string, unit: string, seconds: number): string {
  return jwt.sign({}, secret, { algorithm: 'HS256', subject: unit, expiresIn: seconds });
}

/** Throws a SetupError when everyone who reaches the address would be the local admin, and others than this machine can. */
export function assertMayListen(host: string, keys: readonly ApiKey[]): void {
  if (keys.length > 0 || isLoopback(host)) return;
  throw new SetupError(
    `Listening on ${host} without keys would let anyone on the network change everything.`,
    'Make a key with `npx trialogue keys create` and set TRIALOGUE_KEYS, or listen on 127.0.0.1 (HOST).',
  );
}
