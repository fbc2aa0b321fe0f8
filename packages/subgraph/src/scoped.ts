import { DomainError } from '@trialogue/errors';
import { type AuthChecker, Authorized, Extensions } from 'type-graphql';
import { type Caller, may, type RequestContext, type Scope } from './request-context';

/** Declares which scopes open a field: any one of them, or `admin`. Every root field must say so. */
export function Scoped(...scopes: [Scope, ...Scope[]]): MethodDecorator & PropertyDecorator {
  const decorators = [Authorized(scopes), Extensions({ scopes })] as (MethodDecorator & PropertyDecorator)[];
  return (target: object, key: string | symbol, descriptor?: PropertyDescriptor) => {
    for (const decorate of decorators) decorate(target, key, descriptor as PropertyDescriptor);
  };
}

export const checkScope: AuthChecker<RequestContext, Scope> = ({ context }, scopes) => {
  requireScope(context.caller, scopes);
  return true;
};

/** Throws unless the caller has one of the scopes. */
export function requireScope(caller: Caller, scopes: readonly Scope[]): void {
  if (scopes.some((scope) => may(caller, scope))) return;
  if (caller.subject === 'anonymous') throw new DomainError('UNAUTHENTICATED', { reason: 'no key was sent' });
  throw new DomainError('FORBIDDEN', { scope: scopes.join(' or ') });
}
