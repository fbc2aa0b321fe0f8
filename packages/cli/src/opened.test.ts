import { pino } from 'pino';
import { Opened } from './opened';

const logger = pino({ level: 'silent' });
const hanging = { close: () => new Promise<void>(() => {}) };

function noting() {
  const closed: string[] = [];
  const thing = (name: string) => ({ close: async () => void closed.push(name) });
  return { closed, thing };
}

test('what was opened is closed in reverse order, also behind a failure', async () => {
  const { closed, thing } = noting();
  const opened = new Opened(logger);
  opened.add(thing('first'));
  opened.add({ close: () => Promise.reject(new Error('no')) });
  opened.add(thing('last'));
  opened.addGround(thing('ground'));
  await opened.close();
  expect(closed).toEqual(['last', 'first', 'ground']);
});

test('what hangs keeps neither the others nor the ground from closing', async () => {
  const { closed, thing } = noting();
  const opened = new Opened(logger, 1);
  opened.addGround(thing('ground'));
  opened.add(thing('first'));
  opened.add(hanging);
  await opened.close();
  expect(closed).toEqual(['first', 'ground']);
});
