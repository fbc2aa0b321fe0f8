import path from 'node:path';
import { EmbeddedPostgres } from '@trialogue/store';
import { silent } from '@trialogue/store/testing';
import { wherever } from './support/backends';
import { read, type StreamEvent, say, sendDocument, start, textOf } from './support/chat';
import { fakeAnthropic } from './support/fake-anthropic';
import { followOver, hasEnds, isEnd } from './support/follow-over';
import { makeProject, Product, temporaryFolder } from './support/product';
import { until } from './support/until';
import { overEventStream, overWebSocket } from './support/ways';

const anthropic = fakeAnthropic();
const leaseMs = 4_000;

wherever((environment) => {
  let dataDir: string;
  let postgres: EmbeddedPostgres;
  let writer: Product;
  let elsewhere: Product;

  beforeAll(async () => {
    dataDir = path.join(temporaryFolder(), 'postgres');
    postgres = await EmbeddedPostgres.start({ dataDir, logger: silent });
    const root = makeProject();
    const env = {
      ...anthropic.env,
      ...environment(),
      DATABASE_URL: postgres.url,
      TRIALOGUE_TURN_LEASE_MS: `${leaseMs}`,
    };
    writer = await Product.spawn(root, env).ready();
    elsewhere = await Product.spawn(root, env).ready();
  });
  afterAll(async () => {
    await Promise.all([writer, elsewhere].map((product) => product?.end('SIGKILL')));
    await postgres?.stop();
  });

  const startAgain = async () => {
    const port = Number(new URL(postgres.url).port);
    postgres = await EmbeddedPostgres.start({ dataDir, port, logger: silent });
  };
  const ready = () => Promise.all([writer, elsewhere].map((product) => product.ready()));

  /** A turn in mid-answer, with readers at both processes that have its first delta. */
  async function scene(unit: string) {
    const { id } = await start(writer, unit);
    const ways = [overWebSocket(writer.url), overWebSocket(elsewhere.url), overEventStream(elsewhere.url)];
    const readers = ways.map((way) => followOver(way, id, null, hasEnds(1)));
    const begun = followOver(overWebSocket(elsewhere.url), id, null, ([, delta]) => delta !== undefined);
    const held = anthropic.holdNext();
    const input = { conversation: id, text: 'What shall I cook?', clientMessageId: 'once' };
    const answer = writer.graph(sendDocument, { input });
    await begun;
    return { id, readers, held, answer };
  }

  /** The same turn, however its caller was answered; every reader was told its end, and the next turn is well. */
  async function expectEnd(id: string, readers: Promise<StreamEvent[]>[], turn: object, end: object): Promise<void> {
    const seen = await Promise.all(readers);
    for (const events of seen) expect(events.at(-1)).toMatchObject(end);
    await ready();
    const repeated = await say(writer, id, 'What shall I cook?', 'once');
    expect(repeated).toMatchObject(turn);
    const { messages } = await read(elsewhere, id);
    expect(messages.edges.map(({ node }: any) => node.text)).toEqual(
      ['What shall I cook?', repeated.answer?.text].filter((text) => text !== undefined),
    );
    const later = await followOver(overEventStream(elsewhere.url), id, seen[0]![0]!.cursor, hasEnds(1));
    expect(later.at(-1)).toMatchObject(end);
    anthropic.holdNext().release();
    const next = followOver(overWebSocket(elsewhere.url), id, seen[0]!.at(-1)!.cursor, (events) => events.some(isEnd));
    const { text } = (await say(writer, id, 'And tomorrow?')).answer;
    expect(textOf(await next)).toBe(text);
  }

  test('restarted: the turn is completed, and every reader is told', async () => {
    const { id, readers, held, answer } = await scene('rita');
    await postgres.stop();
    await startAgain();
    held.release();
    await answer.catch(() => undefined);
    const turn = { status: 'COMPLETED', answer: { text: held.text } };
    await expectEnd(id, readers, turn, { __typename: 'MessageCompleted', message: { text: held.text } });
  });

  test('away for longer than the turn’s lease: the turn has failed, and every reader is told', async () => {
    const { id, readers, held, answer } = await scene('lea');
    await postgres.stop();
    // Services of their own share their replicas: either's may have run it.
    await until(() => [writer, elsewhere].some(({ output }) => output.includes('was taken from this process')));
    held.release();
    await answer.catch(() => undefined);
    await startAgain();
    const code = 'TURN_ABANDONED';
    await expectEnd(id, readers, { status: 'FAILED', failure: { code } }, { __typename: 'MessageFailed', code });
  });
});
