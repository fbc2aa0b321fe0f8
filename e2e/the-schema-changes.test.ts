import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { say, start, textOf } from './support/chat';
import { Follower } from './support/good-client';
import { entriesOf, pluginsFile, writePlugin } from './support/plugin';
import { makeProject, type Product, startProduct } from './support/product';
import { until } from './support/until';
import { overEventStream, overWebSocket, ways } from './support/ways';

const plain = '{ experiment(key: "meal_planning_style") { name status } }';
const withField = '{ experiment(key: "meal_planning_style") { name mood status } }';
const changes = 3;

const write = (root: string, base: string, ...plugins: string[]) =>
  writeFileSync(pluginsFile(root), `${base}${entriesOf(...plugins)}\n`);
const stateOf = async (product: Product, name: string) =>
  (await product.ask('{ plugins { name state } }')).plugins.find((one: any) => one.name === name)?.state;
const hasField = async (product: Product) =>
  (await product.graph(withField)).errors?.[0]?.extensions.code !== 'GRAPHQL_VALIDATION_FAILED';

/** Asks by one door, on and on, with the field and without, and notes what was neither whole nor refused. */
class Asker {
  readonly wrong: unknown[] = [];
  whole = 0;
  refused = 0;
  private running = true;
  private readonly work: Promise<void>;

  constructor(
    readonly door: string,
    url: string,
  ) {
    this.work = this.askOn(ways[door]!(url));
  }

  async end(): Promise<void> {
    this.running = false;
    await this.work;
  }

  private async askOn(way: ReturnType<(typeof ways)[string]>): Promise<void> {
    for (; this.running; await pause(10)) {
      const [without, asked] = [await attempt(way.ask(plain)), await attempt(way.ask(withField))];
      if (without.errors || without.data?.experiment.status !== 'RUNNING') this.wrong.push(without);
      const codes = asked.errors?.map((error: any) => error.extensions?.code) ?? [];
      if (codes.length === 0 && asked.data?.experiment.mood === 'fitting') this.whole += 1;
      else if (codes.join() === 'GRAPHQL_VALIDATION_FAILED' && !asked.data) this.refused += 1;
      else this.wrong.push(asked);
    }
    way.cut();
  }
}

const attempt = (asked: Promise<any>) => asked.catch((error) => ({ errors: [{ message: String(error) }] }));

test('a field comes and goes while people ask and talk: only what names it is refused while it is away, and no delta is lost', async () => {
  const root = makeProject();
  writePlugin(root, 'fitting', 'mood');
  writePlugin(root, 'clashing', 'hypothesis');
  const base = readFileSync(pluginsFile(root), 'utf8').trimEnd();
  const product = await startProduct({ TRIALOGUE_SCRIPTED_PACE_MS: '15' }, root);
  const said = () => product.output.slice(-6_000);
  const { id, cursor } = await start(product, 'rosa');
  const followers = [overWebSocket, overEventStream].map((way) => new Follower(() => [product.url], id, cursor, way));
  const askers = Object.keys(ways).map((door) => new Asker(door, product.url));
  let talking = true;
  const answers: string[] = [];
  const talk = (async () => {
    for (let number = 0; talking; number++) answers.push((await say(product, id, `Message ${number}`)).answer.text);
  })();
  const everyDoor = (seen: (asker: Asker) => number) => {
    const before = askers.map(seen);
    return until(() => askers.every((asker, index) => seen(asker) > before[index]! + 1), said);
  };
  try {
    for (let change = 0; change < changes; change++) {
      write(root, base, 'fitting');
      await until(() => hasField(product), said);
      await everyDoor(({ whole }) => whole);
      write(root, base);
      await until(async () => !(await hasField(product)), said);
      await everyDoor(({ refused }) => refused);
    }
    write(root, base, 'fitting', 'clashing');
    await until(async () => (await stateOf(product, 'clashing')) === 'REFUSED', said);
    await until(() => hasField(product), said);
    await everyDoor(({ whole }) => whole);
  } finally {
    talking = false;
    await Promise.all(askers.map((asker) => asker.end()));
    await talk;
  }
  try {
    for (const follower of followers) {
      await until(() => follower.ends >= answers.length, said);
      await follower.leave();
      expect(follower.interruptions).toEqual([]);
      expect(follower.ends).toBe(answers.length);
      expect(textOf(follower.events)).toBe(answers.join(''));
      const cursors = follower.events.map((event) => event.cursor);
      expect(new Set(cursors).size).toBe(cursors.length);
    }
  } finally {
    await Promise.all(followers.map((follower) => follower.leave()));
  }
  for (const { door, wrong } of askers) expect({ door, wrong }).toEqual({ door, wrong: [] });
});
