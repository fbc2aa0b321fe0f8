import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { DomainError } from '@trialogue/errors';
import type { Caller } from '@trialogue/subgraph';
import type { Logger } from 'pino';
import type { Door } from './door';
import type { Credentials, Identity } from './identity';
import type { Visitor } from './pipeline';

const saneRequestId = /^[\w.:-]{1,64}$/;

export const newRequestId = (): string => randomUUID();

/** The caller's own request id (`x-request-id`) when it is short and plain, a new one otherwise. */
export function requestIdOf({ 'x-request-id': given }: IncomingHttpHeaders): string {
  return typeof given === 'string' && saneRequestId.test(given) ? given : newRequestId();
}

/** Makes visitors of what arrives at a door. */
export class Visitors {
  constructor(
    private readonly identity: Identity,
    private readonly logger: Logger,
  ) {}

  /** Throws UNAUTHENTICATED when the credentials do not hold. */
  welcome(door: Door, credentials: Credentials, requestId: string = newRequestId()): Visitor {
    const { caller } = this.identity.identify(credentials);
    return this.visitor(door, requestId, caller, () => this.identity.identify(credentials));
  }

  /** Somebody in this process. */
  insider(caller: Caller): Visitor {
    return this.visitor('inside', newRequestId(), caller, () => ({ caller }));
  }

  private visitor(door: Door, requestId: string, caller: Caller, identify: Visitor['identify']): Visitor {
    return { door, requestId, caller, identify, logger: this.logger.child({ requestId }) };
  }
}

/** Throws UNAUTHENTICATED for an authorization that is not a bearer's. */
export function credentialsOf({ authorization, 'x-trialogue-unit': unitToken }: IncomingHttpHeaders): Credentials {
  const key = authorization && /^Bearer +(\S+)$/i.exec(authorization)?.[1];
  if (authorization && !key)
    throw new DomainError('UNAUTHENTICATED', { reason: 'the authorization is not `Bearer KEY`' });
  return { key: key || undefined, unitToken: typeof unitToken === 'string' ? unitToken : undefined };
}

/** Connection parameters of a WebSocket: `key` and `unitToken`. */
export function credentialsFrom(params: Readonly<Record<string, unknown>> = {}): Credentials {
  const text = (name: string) => {
    const value = params[name];
    if (value === undefined || value === null || value === '') return undefined;
    if (typeof value === 'string') return value;
    throw new DomainError('UNAUTHENTICATED', { reason: `\`connectionParams.${name}\` is not text` });
  };
  return { key: text('key'), unitToken: text('unitToken') };
}
