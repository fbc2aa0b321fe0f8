import { setTimeout as pause } from 'node:timers/promises';
import { Heard } from './heard';
import type { Saying } from './read-request';
import type { Talk } from './talk';
import { Telling, type Told } from './telling';

/** How far the stream may be behind a turn that has ended. */
const behindMs = 1_000;
/** Looks at a turn that is over before no more is waited for; of an answer that has begun the rest must not be cut off. */
const looksFor = { nothing: 2, theEnd: 5 };

/**
 * Says something in a conversation and tells the answer as it comes. The turn's end is the truth and the stream a view of
 * it: what the stream has not told by then, or never can, is told from there. Rejects with what refuses the message, and
 * when `gone` does; the turn goes on all the same.
 */
export async function* answerTo(
  talk: Talk,
  conversation: string,
  saying: Saying,
  gone: Promise<never>,
): AsyncGenerator<Told> {
  const { cursor, turnCount } = await talk.read(conversation);
  const heard = new Heard(await talk.follow(conversation, cursor));
  const telling = new Telling(turnCount);
  try {
    const sending = talk.send(conversation, saying.text, saying.again ? `${saying.id}.${turnCount}` : saying.id);
    const sent = Promise.race([sending, gone]);
    for await (const event of heard.until(sent)) yield* telling.tell(event);
    const turn = await sent;
    if (turn.conversation.cursor !== cursor) {
      const late = Promise.race([pause(behindMs, undefined, { ref: false }), gone]);
      for await (const event of heard.until(late)) {
        yield* telling.tell(event);
        if (telling.end) break;
      }
    }
    yield* telling.rest(turn);
    yield* telling.standing(turn.conversation);
    yield telling.end!;
  } finally {
    await heard.stop();
  }
}

/** Tells the answer that is under way, from its beginning; nothing when its turn ends without one. Undefined when there is none. */
export async function answerUnderWay(
  talk: Talk,
  conversation: string,
  gone: Promise<never>,
): Promise<AsyncGenerator<Told> | undefined> {
  const { cursor, answering, turnCount } = await talk.read(conversation);
  if (!answering) return undefined;
  const heard = new Heard(await talk.follow(conversation, cursor));
  return tellToEnd(talk, conversation, { heard, telling: new Telling(turnCount - 1) }, gone);
}

async function* tellToEnd(
  talk: Talk,
  conversation: string,
  { heard, telling }: { readonly heard: Heard; readonly telling: Telling },
  gone: Promise<never>,
): AsyncGenerator<Told> {
  const told = new AbortController();
  let isOver = false;
  const enough = () => (telling.hasBegun ? looksFor.theEnd : looksFor.nothing);
  const over = untilOver(talk, conversation, enough, told.signal).then(() => {
    isOver = true;
  });
  try {
    for await (const event of heard.until(Promise.race([gone, over]))) {
      yield* telling.tell(event);
      if (telling.end) break;
    }
    if (heard.failure !== undefined) throw heard.failure;
    if (isOver && telling.hasBegun) telling.end ??= { type: 'completed', message: null };
    if (!telling.end) return;
    yield* telling.standing(await talk.read(conversation));
    yield telling.end;
  } finally {
    told.abort();
    await heard.stop();
  }
}

/**
 * Resolves once so many looks have found no turn under way, longer than the stream may be behind: a timer's, or an event's,
 * need not say anything, and then the stream tells of no end. Rejects when the signal aborts.
 */
async function untilOver(talk: Talk, conversation: string, enough: () => number, signal: AbortSignal): Promise<void> {
  for (let looks = 0; looks < enough(); ) {
    await pause(behindMs, undefined, { signal, ref: false });
    // A look that fails tells nothing. The stream waits, too, and fails by itself when that is in vain.
    const now = await talk.read(conversation).catch(() => undefined);
    looks = now && !now.answering ? looks + 1 : 0;
  }
}
