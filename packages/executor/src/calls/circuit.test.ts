import { type CallOutcome, Circuit } from './circuit';

let at = 0;
const call = (circuit: Circuit, outcome: CallOutcome) => {
  const entry = circuit.enter();
  if ('retryAfterMs' in entry) return entry.retryAfterMs;
  entry.ended(outcome);
  return circuit.state;
};
const fresh = () => {
  at = 0;
  return new Circuit(() => at);
};
const calls = (circuit: Circuit, outcomes: string) =>
  [...outcomes].map((letter) => call(circuit, letter === '+' ? 'fine' : letter === '-' ? 'fault' : 'ignored'));

test.each([
  ['-----', 'OPEN'],
  ['----', 'CLOSED'],
  ['----+----', 'CLOSED'],
  ['----?-', 'OPEN'],
  ['?????', 'CLOSED'],
  ['+-+-+-+-+-+-+-+-+-+-', 'CLOSED'],
  ['+-+-+-+-+-+-+-+-+---', 'OPEN'],
  ['--+--+--+--+--+--+-', 'CLOSED'],
  ['--+--+--+--+--+--+--', 'OPEN'],
])('after %s it is %s', (outcomes, state) => {
  const circuit = fresh();
  calls(circuit, outcomes);
  expect(circuit.state).toBe(state);
});

test('it lets nothing through for 10 s, then one call, which closes it or opens it again', () => {
  const circuit = fresh();
  calls(circuit, '-----');
  at = 4_000;
  expect(circuit.enter()).toEqual({ retryAfterMs: 6_000 });
  at = 10_000;
  expect(circuit.state).toBe('HALF_OPEN');
  expect(call(circuit, 'fault')).toBe('OPEN');
  at = 19_999;
  expect(circuit.enter()).toEqual({ retryAfterMs: 1 });
  at = 20_000;
  const first = circuit.enter();
  expect(circuit.enter()).toEqual({ retryAfterMs: 10_000 });
  if ('ended' in first) first.ended('fine');
  expect(circuit.state).toBe('CLOSED');
  expect(calls(circuit, '----').at(-1)).toBe('CLOSED');
});

test('a trial that says nothing leaves the next one its turn; a call from before changes nothing', () => {
  const circuit = fresh();
  const early = circuit.enter();
  calls(circuit, '-----');
  at = 10_000;
  expect(call(circuit, 'ignored')).toBe('HALF_OPEN');
  if ('ended' in early) early.ended('fine');
  expect(circuit.state).toBe('HALF_OPEN');
  expect(call(circuit, 'fine')).toBe('CLOSED');
});
