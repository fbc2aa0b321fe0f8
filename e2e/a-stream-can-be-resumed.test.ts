import { wherever } from './support/backends';
import { type StreamEvent, say, start, textOf } from './support/chat';
import { fakeAnthropic } from './support/fake-anthropic';
import { followOver, hasEnds, isEnd } from './support/follow-over';
import { type Product, startProduct } from './support/product';
import { until } from './support/until';
import { overEventStream, overWebSocket, type Way } from './support/ways';

const anthropic = fakeAnthropic();
const doors: readonly Way[] = [overWebSocket, overEventStream];

/** What a producer of streams and all who read them go through, wherever streams are kept. */
wherever((environment) => {
  const env = () => ({ ...anthropic.env, ...environment() });
  const another = ({ root, databaseUrl }: Product & { databaseUrl: string }, more: NodeJS.ProcessEnv = {}) =>
    startProduct({ ...env(), ...more, DATABASE_URL: databaseUrl }, root);

  test('a producer is killed in mid-answer: its stream ends within ten seconds, and is the same from every cursor, at every process and door', async () => {
    const producer = await startProduct(env());
    const elsewhere = await another(producer);
    const { id } = await start(producer, 'rosa');
    const follow = (product: Product, way: Way, after: string | null, ends: number) =>
      followOver(way(product.url), id, after, hasEnds(ends));

    const watching = doors.map((way) => follow(elsewhere, way, null, 2));
    anthropic.holdNext({ sentences: 2 }).release();
    await say(producer, id, 'What shall I cook?');
    const begun = followOver(
      overWebSocket(elsewhere.url),
      id,
      null,
      (events) => events.at(-1)!.__typename === 'MessageDelta' && events.some(isEnd),
    );
    const held = anthropic.holdNext();
    const lost = say(producer, id, 'And tomorrow?').catch(() => 'lost');
    const deltas = await begun;
    // Of what was written before it died: the delta that was under way may not be.
    await producer.end('SIGKILL');
    const killedAt = performance.now();
    const seen = (await Promise.all(watching)) as [StreamEvent[], StreamEvent[]];
    expect(performance.now() - killedAt).toBeLessThan(10_000);
    expect(await lost).toBe('lost');
    held.release();

    expect(seen[0].at(-1)).toMatchObject({ __typename: 'MessageFailed', code: 'TURN_ABANDONED' });
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[0].slice(0, deltas.length)).toEqual(deltas);

    const restarted = await another(producer);
    for (const product of [elsewhere, restarted])
      for (const way of doors)
        for (const [index, { cursor }] of seen[0].slice(0, -1).entries()) {
          const rest = seen[0].slice(index + 1);
          expect(await follow(product, way, cursor, rest.filter(isEnd).length)).toEqual(rest);
        }

    const next = doors.map((way) => follow(elsewhere, way, seen[0].at(-1)!.cursor, 1));
    anthropic.holdNext().release();
    const { text } = (await say(restarted, id, 'And the day after?')).answer;
    for (const events of await Promise.all(next)) expect(textOf(events)).toBe(text);
  });

  test('a producer that was thought dead writes no more', async () => {
    const hasty = { TRIALOGUE_TURN_LEASE_MS: '2000' };
    const zombie = await startProduct({ ...env(), ...hasty });
    const elsewhere = await another(zombie, hasty);
    const { id } = await start(zombie, 'zoe');
    const watching = followOver(overWebSocket(elsewhere.url), id, null, hasEnds(2));
    const begun = followOver(overEventStream(elsewhere.url), id, null, ([, delta]) => delta !== undefined);
    const held = anthropic.holdNext({ sentences: 3 });
    const answer = say(zombie, id, 'Are you there?');
    await begun;
    zombie.child.kill('SIGSTOP');
    const failed = await followOver(overEventStream(elsewhere.url), id, null, hasEnds(1));
    expect(failed.at(-1)).toMatchObject({ __typename: 'MessageFailed', code: 'TURN_ABANDONED' });

    const next = anthropic.holdNext();
    const answered = say(elsewhere, id, 'Is anybody?');
    held.release();
    zombie.child.kill('SIGCONT');
    expect(await answer).toMatchObject({ status: 'FAILED', failure: { code: 'TURN_ABANDONED' } });
    await until(() => zombie.output.includes('was taken from this process'));
    next.release();
    expect((await answered).answer.text).toBe(next.text);
    const events = await watching;
    expect(events.slice(0, failed.length)).toEqual(failed);
    const rest = events.slice(failed.length);
    expect(textOf(rest)).toBe(next.text);
    expect(rest.filter(({ __typename }) => __typename !== 'MessageDelta').map(({ __typename }) => __typename)).toEqual([
      'MessageStarted',
      'MessageCompleted',
    ]);
  });
});
