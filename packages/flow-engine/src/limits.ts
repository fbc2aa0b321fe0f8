/** What a flow may hold, and one step may do. */
export const limits = {
  states: 1_000,
  slots: 50,
  /** Transitions of one `next`. */
  transitions: 20,
  /** UTF-16 units of a template. */
  template: 10_000,
  /** UTF-16 units of a text once it is rendered. */
  said: 10_000,
  /** UTF-16 units of a guard. */
  guard: 1_000,
  /** UTF-16 units of a collected text. */
  value: 1_000,
  /** UTF-16 units of a value that is matched with a pattern. */
  matched: 200,
  /** UTF-16 units of the user's text that guards and slots see. */
  heard: 4_000,
  /** Of one state's `after`. */
  timers: 3,
  /** Answers and calls in one turn before the flow counts as stuck. */
  effects: 16,
  /** Flows that are one in another. */
  flowDepth: 8,
  /** UTF-16 units of a flow's JSON together with the flows that it includes. */
  included: 262_144,
  /** UTF-16 units of an answer that is to match an `output`. */
  answered: 100_000,
  /** Levels of such an answer, and of a definition. */
  nested: 64,
  /** States that are entered in one step before the flow counts as stuck. */
  entered: 64,
} as const;
