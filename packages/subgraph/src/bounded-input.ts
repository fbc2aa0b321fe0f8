import { DomainError } from '@trialogue/errors';

/** A text from outside that can be stored: not empty, bounded, Unicode without \u0000. Throws BAD_USER_INPUT. */
export function checkText(name: string, text: string, maxBytes: number): void {
  const problem = problemOf(text, maxBytes);
  if (problem) throw new DomainError('BAD_USER_INPUT', { problem: `\`${name}\` ${problem}.` });
}

/** As deep as the event log takes; JSON.stringify would overflow the stack somewhere below. */
const deepest = 32;

/** An object from outside that is neither too deep nor too large. Throws BAD_USER_INPUT. */
export function checkSize(name: string, value: object, maxBytes: number): void {
  if (isDeeper(value, deepest))
    throw new DomainError('BAD_USER_INPUT', { problem: `\`${name}\` is nested more than ${deepest} deep.` });
  if (Buffer.byteLength(JSON.stringify(value)) > maxBytes)
    throw new DomainError('BAD_USER_INPUT', { problem: `\`${name}\` is larger than ${maxBytes} bytes.` });
}

/** Looks no further down than that. */
function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => isDeeper(member, levels - 1));
}

function problemOf(text: string, maxBytes: number): string | undefined {
  if (text === '') return 'is empty';
  if (text.length > maxBytes || Buffer.byteLength(text) > maxBytes) return `is longer than ${maxBytes} bytes`;
  if (text.includes('\u0000')) return 'has a \\u0000';
  return text.isWellFormed() ? undefined : 'has half of a surrogate pair';
}
