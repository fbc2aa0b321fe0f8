/** Strategies run each other so deep at most; the outermost is 1. */
export const deepestRun = 4;

/** Tools that a model may call at once. */
export const mostCallsOfARound = 16;
