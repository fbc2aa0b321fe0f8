/**
 * Thrown by a part of an expression that has no value, such as an attribute that is missing; `&&`, `||`, `all` and
 * `exists` go on without it where the rest decides. No `Error`: a stack would cost more than the whole assignment.
 */
export class Unanswered {
  /** For people. */
  constructor(readonly reason: string) {}
}
