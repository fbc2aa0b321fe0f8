import { ShownText } from './shown-text';

test('shows each text once, also when the answer begins again with the same words', () => {
  const shown = new ShownText();
  expect(shown.take('Rice ')).toEqual({ text: 'Rice ', instead: false });
  shown.restart();
  expect(shown.take('Ri')).toEqual({ text: '', instead: false });
  expect(shown.take('ce and')).toEqual({ text: 'and', instead: false });
  expect(shown.become('Rice and beans')).toEqual({ text: ' beans', instead: false });
  expect(shown.become('Rice and beans')).toEqual({ text: '', instead: false });
});

test('an answer that begins again with other words takes the place of what was shown', () => {
  const shown = new ShownText();
  shown.take('Rice');
  shown.restart();
  expect(shown.take('Soup')).toEqual({ text: 'Soup', instead: true });
  expect(shown.take('!')).toEqual({ text: '!', instead: false });
});
