/** What a turn consists of, in order; `delta` and the two of an effect may come any number of times or never. */
export const turnSteps = [
  'accepted',
  'closed',
  'started',
  'delta',
  'effectBegun',
  'effectDone',
  'executed',
  'finished',
  'terminal',
] as const;
export type TurnStep = (typeof turnSteps)[number];

/** Called when a step has been done, `delta` when it is about to be. What it throws ends the turn there, as a crash would. */
export type Checkpoint = (step: TurnStep) => void | Promise<void>;
