import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeProject } from './product';

const plugin = `const { appendFileSync } = require('node:fs');
const text = { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] };
const booking = { name: 'booking', version: '1', configKey: 'booking', input: text, output: text,
  config: { type: 'object', properties: { room: { type: 'string' } } }, effects: 'idempotent',
  async execute({ once, emit, input }) {
    await once('table', async () => {
      appendFileSync(__dirname + '/booked.log', input.text + '\\n');
      return null;
    });
    await emit({ type: 'text', text: 'It is booked.' });
    return { text: 'It is booked.' };
  } };
module.exports = { name: 'booking', version: '1.0.0', apiVersion: 1, options: { type: 'object', properties: {} },
  setup: async () => ({ strategies: [booking] }) };
`;

const flow = `
initial: ask
slots:
  wish: { schema: { type: string, maxLength: 100 } }
  answer: { schema: { type: string, maxLength: 100 } }
states:
  ask: { collect: wish, ask: What shall be booked?, next: book }
  book:
    call: { strategy: booking, config: { room: hall }, input: { text: slots.wish } }
    save: { answer: result.text }
    next: tell
    failed: closed
  tell: { entry: { set: { wish: null } }, say: '{{ slots.answer }}', next: ask }
  closed: { final: closed, say: We are closed. }
`;

const experiment = `
  - key: bookings
    status: running
    primary_metric: booked
    sample_size: 100
    variants:
      - { key: a, control: true, config: { execution_strategy: booking, booking: { room: hall } } }
      - { key: b, config: { execution_strategy: booking, booking: { room: garden } } }
`;

/** What a conversation is started with at the reception. */
export const receptions = {
  prompt: { experiment: null, prompt: 'meal_planning_assistant@1' },
  strategy: { experiment: 'bookings' },
  flow: { experiment: null, flow: 'reception' },
} as const;
export type Reception = keyof typeof receptions;

/**
 * A project whose strategy `booking` does something to the world, once per turn, and then answers: by itself in the
 * experiment `bookings`, called in each turn of the flow `reception`.
 */
export function makeReception(): { root: string; booked(): string[] } {
  const root = makeProject();
  const folder = path.join(root, 'booking');
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'index.js'), plugin);
  appendFileSync(path.join(root, 'config/plugins.yml'), '\n  - path: ./booking\n');
  appendFileSync(path.join(root, 'config/experiments.example.yml'), experiment);
  writeFileSync(path.join(root, 'flows/reception.yml'), flow);
  writeFileSync(
    path.join(root, 'config/flows.yml'),
    'flows: [{ name: reception, versions: [{ version: 1, file: flows/reception.yml, status: active }] }]',
  );
  const log = path.join(folder, 'booked.log');
  return { root, booked: () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []) };
}
