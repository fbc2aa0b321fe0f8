import { DomainError } from '@trialogue/errors';
import { type Caller, may } from '@trialogue/subgraph';

/** Who may see and continue a unit's conversations: an admin, or a caller who may converse and proved to be the unit. */
export const mayConverse = (caller: Caller, unit: string): boolean =>
  may(caller, 'admin') || (may(caller, 'converse') && caller.unit?.normalize() === unit.normalize());

/** Who may see them: also a person who takes conversations over. */
export const maySee = (caller: Caller, unit: string): boolean => may(caller, 'agent') || mayConverse(caller, unit);

/** Throws FORBIDDEN. For conversations that do not exist yet; those that do are not even found. */
export function requireUnit(caller: Caller, unit: string): void {
  if (!mayConverse(caller, unit)) throw new DomainError('FORBIDDEN', { scope: `admin, or a token of unit ${unit}` });
}

/** Throws FORBIDDEN. Who may assign any unit may execute for it; who may converse, for the unit that it proved to be. */
export function requireExecuting(caller: Caller, unit: string): void {
  if (!may(caller, 'assign') && !mayConverse(caller, unit))
    throw new DomainError('FORBIDDEN', { scope: `assign, or a token of unit ${unit}` });
}
