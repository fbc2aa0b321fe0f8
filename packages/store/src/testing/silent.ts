import type { Logger } from '../logger';

const nothing = () => undefined;

/** A logger for tests that look at what happens rather than at what is said about it. */
export const silent: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing };
