import { type Caller, may } from '@trialogue/subgraph';

/** Who changes the registry. */
export interface Actor {
  /** Of a key; `local` on loopback without keys. */
  readonly name: string;
  /** May move protected labels, and archive what is in use. */
  readonly isAdmin: boolean;
}

export const actorOf = (caller: Caller): Actor => ({ name: caller.subject, isAdmin: may(caller, 'admin') });
