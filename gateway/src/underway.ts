import type { IncomingMessage, ServerResponse } from 'node:http';
import { DomainError } from '@trialogue/errors';

/**
 * Counts the requests that are under way on each connection: a client that does not wait for answers before it asks
 * again (HTTP pipelining) has several.
 */
export class Underway {
  private readonly counts = new WeakMap<object, number>();

  constructor(private readonly most: number) {}

  /** Counts a request until its response closes. Throws TOO_MANY_OPERATIONS. */
  begin({ socket }: IncomingMessage, response: ServerResponse): void {
    const count = this.counts.get(socket) ?? 0;
    if (count >= this.most) throw new DomainError('TOO_MANY_OPERATIONS', { most: this.most });
    this.counts.set(socket, count + 1);
    response.once('close', () => this.counts.set(socket, this.counts.get(socket)! - 1));
  }
}
