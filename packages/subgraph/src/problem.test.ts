import { toProblemType } from './index';

test('a problem is an error unless it says that it is a warning or undecided', () => {
  const path = ['messages', 1, 'template'];
  expect(toProblemType({ path, message: 'is wrong' })).toEqual({
    ...{ path: 'messages.1.template', message: 'is wrong', severity: 'ERROR' },
  });
  expect(toProblemType({ path, message: 'is odd', severity: 'warning', line: 2, column: 3 })).toEqual({
    ...{ path: 'messages.1.template', message: 'is odd', severity: 'WARNING', line: 2, column: 3 },
  });
  const shown = { kind: 'dead_end', file: 'flows/a.yml', witness: { events: [] } };
  expect(toProblemType({ path, message: 'is doubted', severity: 'unknown', ...shown })).toEqual({
    ...{ path: 'messages.1.template', message: 'is doubted', severity: 'UNKNOWN', ...shown },
  });
});
