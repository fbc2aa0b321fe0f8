import type { Logger } from '../strategy';
import type { Logged } from './given';

/** A logger that writes into a list. */
export const loggerInto = (logged: Logged[]): Logger => ({
  info: (data, text) => void logged.push({ level: 'info', data, text }),
  warn: (data, text) => void logged.push({ level: 'warn', data, text }),
  error: (data, text) => void logged.push({ level: 'error', data, text }),
});
