import { DomainError, type ErrorCode, errorTable } from '@trialogue/errors';
import { ownError, ownErrors } from './trialogue-error';

test.each(Object.entries(ownErrors))('%s is as in the product’s table', (code, own) => {
  const { status: _, ...entry } = errorTable[code as ErrorCode];
  expect(own).toEqual(entry);
});

test('says what the product would say', () => {
  const data = { experiment: 'meal_plan', variant: 'b', found: 'text', expected: '{found}' };
  const { code, message, help, retryable } = new DomainError('VALUE_TYPE_MISMATCH', data);
  expect(ownError('VALUE_TYPE_MISMATCH', data)).toMatchObject({ code, message, help, retryable });
});
