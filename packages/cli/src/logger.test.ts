import { plainError } from './logger';

test('the log shows what an error is, and not what people wrote', () => {
  const driver = Object.assign(new Error('canceling statement'), { code: '55P03', detail: 'Key (text)=(my secret)' });
  const error = Object.assign(new Error('A query failed.', { cause: driver }), {
    query: 'insert into exp.messages …',
    parameters: ['my secret'],
  });
  const shown = plainError(error);
  expect(shown).toMatchObject({
    type: 'Error',
    message: 'A query failed.',
    cause: { code: '55P03', message: 'canceling statement' },
  });
  expect(JSON.stringify(shown)).not.toContain('my secret');
  expect(plainError('thrown text')).toEqual({ message: 'thrown text' });
});
