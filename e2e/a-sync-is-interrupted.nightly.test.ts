import { dieWhileSyncing } from './support/interrupted-sync';

test('a process that dies at any other point of a sync leaves the old state or the new one, and the next sync completes it', () =>
  dieWhileSyncing(['the first version', 'the last label', 'what is remembered last']));
