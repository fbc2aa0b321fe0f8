/** What the page says for the codes that it is given. */

/** An error as one sentence or two, with its code: what happened, and what to do. */
export const sentence = ({ message, help, code = 'PAGE_ERROR' }) =>
  [message, help, `(${code})`].filter(Boolean).join(' ');

const failures = {
  TURN_ABANDONED: 'The process that answered died before it was done. Send the message again.',
  MODEL_UNAVAILABLE: 'The model cannot be reached at the moment. Try again later.',
  STRATEGY_TIMEOUT: 'The answer took too long. Try again.',
};

/** How an answer ended that has no text of its own; the codes are those of the product's `docs/errors.md`. */
export function endInWords(code) {
  if (code === 'CANCELLED') return { state: 'stopped', note: 'Stopped.' };
  return { state: 'failed', note: `${failures[code] ?? 'This answer failed.'} (${code})` };
}

/** How a conversation ended, at its end. */
export function endingInWords({ status, outcome }) {
  if (status === 'DROPPED_OFF') return 'This conversation was left, and has expired.';
  return outcome ? `This conversation has ended: ${outcome.replaceAll('_', ' ')}.` : 'This conversation has ended.';
}

export const connectionInWords = {
  idle: '',
  connecting: 'Connecting …',
  connected: 'Connected',
  offline: 'Offline, trying again …',
};
