import { type Connection, pageByName, type Tables } from '@trialogue/subgraph';
import { Policy } from './policy.entity';

export class PolicyService {
  constructor(private readonly tables: Tables) {}

  /** Policies in the order of their names. */
  list(first: number, after?: string): Promise<Connection<Policy>> {
    return pageByName(this.tables, Policy, 'name', { first, after });
  }
}
