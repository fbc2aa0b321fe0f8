import { setTimeout as pause } from 'node:timers/promises';
import { answerTo, answerUnderWay } from './answer';
import type { ChatEvent, ChatMessage, ChatTurn, Talk } from './talk';

const answer: ChatMessage = {
  ...{ id: 'c:2:assistant', turn: 2, role: 'ASSISTANT', text: 'Soup, please.', status: 'COMPLETED' },
  ...{ model: 'm', standIn: false, arm: null, structured: null, usage: null },
};
const turn: ChatTurn = {
  conversation: { cursor: '2-9', status: 'ACTIVE', outcome: null },
  ...{ answer, failure: null },
};
const other = { id: 'c:1:assistant', turn: 1 };

/** A conversation whose stream tells these events, and then fails or says nothing more. */
function talking(
  events: readonly (ChatEvent | Promise<ChatEvent>)[],
  then: 'fails' | 'is silent',
  send: () => Promise<ChatTurn>,
): Talk {
  const left = [...events];
  const next = async () => {
    const value = await left.shift();
    if (value) return { done: false, value };
    if (then === 'fails') throw new Error('the snapshot is retired');
    return new Promise(() => {});
  };
  return {
    read: async () => ({ cursor: '1-1', turnCount: 1, answering: true, status: 'ACTIVE', outcome: null }),
    follow: async () => ({ next, return: async () => ({ done: true, value: undefined }) }),
    send,
  } as unknown as Talk;
}

async function toldBy(talk: Talk): Promise<object[]> {
  const told = [];
  const saying = { text: 'Dinner?', id: 'm', again: false };
  for await (const one of answerTo(talk, 'c', saying, new Promise(() => {}))) told.push(one);
  return told;
}
const started = (message: object): ChatEvent => ({ kind: 'MessageStarted', message });
const delta = (messageId: string, text: string): ChatEvent => ({ kind: 'MessageDelta', messageId, text });
const completed: ChatEvent = { kind: 'MessageCompleted', message: answer };
const text = (text: string) => ({ type: 'text', id: answer.id, text, instead: false });

test.each(['fails', 'is silent'] as const)('when the stream %s, the rest is told from the turn', async (then) => {
  const events = [started({ id: answer.id, turn: 2 }), delta(answer.id, 'Soup')];
  expect(await toldBy(talking(events, then, async () => turn))).toEqual([
    { type: 'begin', id: answer.id },
    text('Soup'),
    text(', please.'),
    { type: 'completed', message: answer },
  ]);
});

test('nothing is told of an answer that was under way before', async () => {
  const events = [started(other), delta(other.id, 'Tea'), { kind: 'StateEntered', state: 'tea', flow: null }];
  const told = await toldBy(talking(events, 'is silent', async () => turn));
  expect(told).toEqual([text('Soup, please.'), { type: 'completed', message: answer }]);
});

test('what refuses the message is thrown before anything is told', async () => {
  const busy = new Error('busy');
  const talk = talking([started(other), delta(other.id, 'Tea')], 'is silent', () => Promise.reject(busy));
  await expect(toldBy(talk)).rejects.toBe(busy);
});

describe('a turn that is under way when somebody comes back', () => {
  /** It is over when it is looked at again. @param fails how many looks at it fail */
  async function toldOf(events: readonly (ChatEvent | Promise<ChatEvent>)[], fails = 0): Promise<object[]> {
    const talk = talking(events, 'is silent', async () => turn);
    const standing = { cursor: '1-1', turnCount: 2, status: 'ACTIVE', outcome: null };
    let looks = 0;
    const read = async () => {
      looks += 1;
      if (looks > 1 && looks <= 1 + fails) throw new Error('the database is away');
      return { ...standing, answering: looks === 1 };
    };
    const told = [];
    for await (const one of (await answerUnderWay({ ...talk, read } as unknown as Talk, 'c', new Promise(() => {})))!)
      told.push(one);
    return told;
  }

  test.each([0, 1])('and says nothing is not waited for once it is over, when %i looks at it fail', async (fails) => {
    expect(await toldOf([{ kind: 'StateEntered', state: 'tea', flow: null }], fails)).toEqual([]);
  });

  test('and says something is told from its beginning', async () => {
    const events = [started({ id: answer.id, turn: 2 }), delta(answer.id, 'Soup'), completed];
    expect(await toldOf(events)).toEqual([
      { type: 'begin', id: answer.id },
      text('Soup'),
      text(', please.'),
      { type: 'completed', message: answer },
    ]);
  });

  test('and whose stream is behind when it is over is told to its end', async () => {
    const late = pause(2_500, completed);
    const events = [started({ id: answer.id, turn: 2 }), delta(answer.id, 'Soup'), late];
    expect((await toldOf(events)).slice(2)).toEqual([text(', please.'), { type: 'completed', message: answer }]);
  });

  test('and of which only what a person says is told has an end', async () => {
    const said = { ...answer, id: 'c:3:agent', turn: 3, role: 'AGENT', text: 'Hello, this is Ida.' } as const;
    expect(await toldOf([{ kind: 'MessageCompleted', message: said }])).toEqual([
      { ...text(said.text), id: said.id },
      { type: 'completed', message: null },
    ]);
  });
});
