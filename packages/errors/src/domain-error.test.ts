import { DomainError, errorTable } from './index';

test('a message is filled in from the data, which the types demand', () => {
  const error = new DomainError('EXPERIMENT_NOT_RUNNING', { experiment: 'meal_plan', status: 'DRAFT' });
  expect(error.message).toBe('Experiment meal_plan is DRAFT, not RUNNING.');
  // @ts-expect-error the status is missing
  expect(new DomainError('EXPERIMENT_NOT_RUNNING', { experiment: 'x' }).message).toContain('undefined');
});

test('a value that looks like a placeholder is not filled in again', () => {
  expect(new DomainError('PROMPT_VARIABLE_MISSING', { prompt: '{variable}', variable: 'diet' }).message).toBe(
    'Prompt {variable} needs the variable diet.',
  );
});

test.each(Object.entries(errorTable))('%s says what happened and what to do, in whole sentences', (_, entry) => {
  expect(entry.message).toMatch(/^[{A-Z].*[.}]$/s);
  expect(entry.help).toMatch(/^[A-Z].*\.$/s);
  expect(entry.status).toBeGreaterThanOrEqual(400);
});
