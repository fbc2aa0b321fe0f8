/** Strategies run each other so deep at most; the outermost is 1. */
export const deepestRun = 4;
