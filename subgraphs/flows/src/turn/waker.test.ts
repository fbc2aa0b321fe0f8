import type { Logger } from '@trialogue/plugin-api';
import { Waker } from './waker';

const logger = { info() {}, warn() {}, error() {}, debug() {} } as unknown as Logger;

test('conversations that fail before their turn begins do not keep others from going on, and are tried again', async () => {
  let now = new Date(0);
  const broken = Array.from({ length: 20 }, (_, index) => `broken-${index}`);
  const due = [...broken, 'sound'];
  const woken: string[] = [];
  const sql = async (_: string, [, but, room]: [Date, string[], number]) => ({
    rows: due
      .filter((id) => !but.includes(id))
      .slice(0, room)
      .map((id) => ({ id })),
  });
  const waker = new Waker({
    store: { sql } as never,
    turns: {
      async wake(id) {
        woken.push(id);
        if (id !== 'sound') throw new Error('its flow is gone');
      },
    },
    clock: () => now,
    limits: { reapEveryMs: 1_000 },
    logger,
  });
  await waker.look();
  await waker.stop();
  expect(woken.splice(0)).toEqual(broken);
  await waker.look();
  await waker.stop();
  expect(woken.splice(0)).toEqual(['sound']);
  now = new Date(60_000);
  await waker.look();
  await waker.stop();
  expect(woken).toEqual(broken);
});
