import { compileFlow, type FlowDefinition } from '@trialogue/flow-engine';
import type { Conversation } from '../conversation.entity';
import { isAwaited } from './awaited-event';

const definition: FlowDefinition = {
  initial: 'paying',
  states: {
    paying: { await: { event: 'paid' }, meanwhile: 'Please pay.', after: { PT1H: 'asking' }, next: 'sending' },
    asking: { call: { tool: 'bank' }, failed: 'sending', next: 'sending' },
    sending: { await: { event: 'shipped' }, meanwhile: 'Soon.', after: { P9D: 'done' }, next: 'done' },
    done: { final: 'completed' },
  },
};
const machine = compileFlow(definition);
const flows = { get: async () => ({ machine, definition, body: {} as never }) };
const at = 3_600_000;
const conversation = (state: string, due?: object) =>
  ({
    plan: { flow: { reference: 'shop@1' } },
    flowState: { state, slots: {}, tries: 0, turns: 0, ...(due && { due }) },
    ...{ status: 'ACTIVE', attributes: {}, variables: {} },
  }) as unknown as Conversation;
const hears = (name: string, known: Conversation) =>
  isAwaited(flows, known, { type: 'EVENT', name, data: {} }, new Date(at));

test.each([
  ['what the state awaits', 'paid', conversation('paying', { 'after.PT1H': at + 1 }), true],
  ['what another state awaits', 'shipped', conversation('paying'), false],
  ['what nobody knows before a call is made', 'paid', conversation('paying', { 'after.PT1H': at }), true],
  ['what a timer leads away from', 'shipped', conversation('sending', { 'after.P9D': at }), false],
])('%s', async (_, name, known, awaited) => expect(await hears(name, known)).toBe(awaited));

test('a name that no state awaits is refused with the nearest that one does', async () => {
  await expect(hears('payed', conversation('paying'))).rejects.toMatchObject({
    code: 'FLOW_EVENT_UNKNOWN',
    message: 'Flow shop@1: it awaits no event "payed"; expected one of "paid", "shipped"; did you mean "paid"?',
    problems: [{ path: ['name'], nearest: 'paid' }],
  });
});
