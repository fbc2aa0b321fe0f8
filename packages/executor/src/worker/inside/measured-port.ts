import { NotCopied } from '../not-copied';
import type { Port } from '../port';

/** What one message may hold: its host reads it in one go. */
const mostMembers = 1_000_000;

/** A port that refuses, before it is copied, what would keep the other side busy: few bytes may hold very much. */
export const measuredPort = (port: Port): Port => ({
  post(message) {
    measure(message);
    port.post(message);
  },
  onMessage: (listener) => port.onMessage(listener),
  close: () => port.close(),
});

/**
 * Counts members, also the empty ones of an array. What is in several places counts in each, for whoever walks through it meets it
 * there again; so what is within itself has no end.
 */
function measure(message: unknown): void {
  const left = [message];
  let members = 0;
  const count = (more: number) => {
    members += more;
    if (members > mostMembers)
      throw new NotCopied(
        `there are more than ${mostMembers} members, which is too much to be copied between worker and host`,
      );
  };
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) continue;
    if (Array.isArray(value)) count(value.length);
    else if (value instanceof Map || value instanceof Set) {
      count(value.size);
      for (const [key, member] of value.entries()) left.push(key, member);
    }
    const own = Object.values(value);
    if (!Array.isArray(value)) count(own.length);
    for (const member of own) if (typeof member === 'object') left.push(member);
  }
}
