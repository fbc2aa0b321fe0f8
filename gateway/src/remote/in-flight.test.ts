import { InFlight } from './in-flight';

const never = new AbortController().signal;

/** Questions that the test answers. */
function questions() {
  const asked: { signal: AbortSignal; answer(text: string): void; fail(error: Error): void }[] = [];
  const ask = (signal: AbortSignal) =>
    new Promise<string>((answer, fail) => {
      signal.addEventListener('abort', () => fail(signal.reason));
      asked.push({ signal, answer, fail });
    });
  return { asked, ask };
}

test('the same question is asked once while it is under way, and again afterwards', async () => {
  const inFlight = new InFlight();
  const { asked, ask } = questions();
  const answers = [inFlight.ask('a', never, ask), inFlight.ask('a', never, ask), inFlight.ask('b', never, ask)];
  expect(asked).toHaveLength(2);
  asked[0]!.answer('A');
  asked[1]!.answer('B');
  expect(await Promise.all(answers)).toEqual(['A', 'A', 'B']);
  void inFlight.ask('a', never, ask);
  expect(asked).toHaveLength(3);
});

test('what was asked before a change is not joined after it', async () => {
  const inFlight = new InFlight();
  const { asked, ask } = questions();
  const before = inFlight.ask('a', never, ask);
  inFlight.changed();
  const after = inFlight.ask('a', never, ask);
  expect(asked).toHaveLength(2);
  asked[0]!.answer('old');
  asked[1]!.answer('new');
  expect([await before, await after]).toEqual(['old', 'new']);
});

test('a failure is everyone’s, and is not kept', async () => {
  const inFlight = new InFlight();
  const { asked, ask } = questions();
  const answers = Promise.allSettled([inFlight.ask('a', never, ask), inFlight.ask('a', never, ask)]);
  asked[0]!.fail(new Error('lost'));
  expect((await answers).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  void inFlight.ask('a', never, ask);
  expect(asked).toHaveLength(2);
});

test('one who leaves does not end it for the others; the last one does', async () => {
  const inFlight = new InFlight();
  const { asked, ask } = questions();
  const [one, other] = [new AbortController(), new AbortController()];
  const first = inFlight.ask('a', one.signal, ask);
  const second = inFlight.ask('a', other.signal, ask);
  one.abort(new Error('gone'));
  await expect(first).rejects.toThrow('gone');
  expect(asked[0]!.signal.aborted).toBe(false);
  other.abort(new Error('gone too'));
  await expect(second).rejects.toThrow('gone too');
  expect(asked[0]!.signal.aborted).toBe(true);
  expect(asked).toHaveLength(1);
  await expect(inFlight.ask('a', AbortSignal.abort(new Error('late')), ask)).rejects.toThrow('late');
});

test('a question that is being given up is not joined', async () => {
  const inFlight = new InFlight();
  const { asked, ask } = questions();
  const gone = new AbortController();
  const first = inFlight.ask('a', gone.signal, ask);
  gone.abort(new Error('gone'));
  const second = inFlight.ask('a', never, ask);
  await expect(first).rejects.toThrow('gone');
  const third = inFlight.ask('a', never, ask);
  expect(asked).toHaveLength(2);
  asked[1]!.answer('A');
  expect(await Promise.all([second, third])).toEqual(['A', 'A']);
});
