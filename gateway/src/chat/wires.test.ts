import { AgUiRun } from './ag-ui';
import type { Told } from './telling';
import { UiMessageStream } from './ui-message-stream';
import type { Wire } from './wire';

const message = { id: 'c:1:assistant', turn: 1, role: 'ASSISTANT', text: 'Soup.', status: 'COMPLETED' } as const;
const whole = { ...message, model: 'm', standIn: false, arm: 'a', structured: null, usage: null };
const id: string = whole.id;
const text = (text: string, instead = false, of = id): Told => ({ type: 'text', id: of, text, instead });
const completed: Told = { type: 'completed', message: whole };
const failed: Told = { type: 'failed', code: 'MODEL_FAILED', message: 'It said no.' };

/** What a wire makes of what is told, in short: types, and what is said in the text of an event. */
function shortly(wire: Wire, ...told: Told[]): string[] {
  return [...wire.before(), ...told.flatMap((one) => [...wire.of(one)]), ...wire.after()]
    .map((event) => event.replace(/^data: |\n\n$/g, ''))
    .map((data) => (data === '[DONE]' ? { type: data } : JSON.parse(data)))
    .map(({ type, delta, ...event }) =>
      delta === undefined ? type : `${type} ${event.id ?? event.messageId ?? event.toolCallId} ${delta}`,
    );
}

test('a UI message has a part for each text', () => {
  expect(shortly(new UiMessageStream(), { type: 'begin', id }, text('So'), text('up.'), completed)).toEqual([
    ...['start', 'text-start', `text-delta ${id}#1 So`, `text-delta ${id}#1 up.`, 'text-end', 'finish', '[DONE]'],
  ]);
  expect(
    shortly(new UiMessageStream(), text('Tea'), text('Soup.', true), text('Bye.', false, 'c:2'), completed),
  ).toEqual([
    ...['start', 'text-start', `text-delta ${id}#1 Tea`, 'text-end', 'text-start', `text-delta ${id}#2 Soup.`],
    ...['text-end', 'text-start', 'text-delta c:2#3 Bye.', 'text-end', 'finish', '[DONE]'],
  ]);
});

test('a UI message ends as its answer does, and what is no text is data', () => {
  const state: Told = { type: 'state', state: 'ask', flow: null };
  expect(shortly(new UiMessageStream(), state, text('So'), failed)).toEqual([
    ...['start', 'data-state', 'text-start', `text-delta ${id}#1 So`, 'text-end', 'error', '[DONE]'],
  ]);
  expect(shortly(new UiMessageStream(), { type: 'cancelled', message: whole })).toEqual(['start', 'abort', '[DONE]']);
  const withObject: Told = { type: 'completed', message: { ...whole, structured: { soup: 1 } } };
  expect(shortly(new UiMessageStream(), withObject)).toEqual(['start', 'data-structured', 'finish', '[DONE]']);
});

const called: Told = { type: 'tool-called', id: 't1', tool: 'stock', arguments: { of: 'soup' } };
const answered: Told = { type: 'tool-answered', id: 't1', ok: true };
const object: Told = { type: 'object', id, partial: { soup: 1 } };

test('tools and objects stand between texts', () => {
  expect(shortly(new UiMessageStream(), text('So'), called, answered, text('up.'), object, completed)).toEqual([
    ...['start', 'text-start', `text-delta ${id}#1 So`, 'text-end', 'tool-input-available', 'tool-output-available'],
    ...['text-start', `text-delta ${id}#2 up.`, 'data-structured', 'text-end', 'finish', '[DONE]'],
  ]);
  const run = new AgUiRun({ threadId: 't', runId: 'r' });
  expect(shortly(run, called, answered, object, completed)).toEqual([
    ...['RUN_STARTED', 'TOOL_CALL_START', 'TOOL_CALL_ARGS t1 {"of":"soup"}', 'TOOL_CALL_END'],
    ...['CUSTOM', 'CUSTOM', 'RUN_FINISHED'],
  ]);
});

test('a run of AG-UI has a message for each text, and ends as its answer does', () => {
  const run = () => new AgUiRun({ threadId: 't', runId: 'r' });
  expect(shortly(run(), { type: 'begin', id }, text('Tea'), text('Soup.', true), completed)).toEqual([
    ...['RUN_STARTED', 'TEXT_MESSAGE_START', `TEXT_MESSAGE_CONTENT ${id} Tea`, 'TEXT_MESSAGE_END'],
    ...['TEXT_MESSAGE_START', `TEXT_MESSAGE_CONTENT ${id}#2 Soup.`, 'TEXT_MESSAGE_END', 'RUN_FINISHED'],
  ]);
  expect(shortly(run(), { type: 'ended', status: 'COMPLETED', outcome: null }, failed)).toEqual([
    ...['RUN_STARTED', 'CUSTOM', 'RUN_ERROR'],
  ]);
});
