import { randomUUID } from 'node:crypto';
import { appending } from './appending';
import { reading } from './reading';
import { resetting } from './resetting';
import type { Scene } from './scene';
import type { StreamsWorld } from './world';

/** What message streams promise, wherever they are kept. Called within a `describe`. */
export function streamsContract(openWorld: () => Promise<StreamsWorld>): void {
  let world: StreamsWorld;
  let conversation: string;
  const readers = new Set<AbortController>();
  const scene: Scene = {
    get world() {
      return world;
    },
    get store() {
      return world.store;
    },
    get elsewhere() {
      return world.elsewhere;
    },
    get conversation() {
      return conversation;
    },
    read(after, from = world.elsewhere) {
      const controller = new AbortController();
      readers.add(controller);
      return from.streams.read(conversation, after, controller.signal);
    },
  };

  beforeAll(async () => {
    world = await openWorld();
  });
  beforeEach(() => {
    conversation = randomUUID();
  });
  afterEach(() => {
    for (const controller of readers) controller.abort();
    readers.clear();
  });
  afterAll(() => world?.close());

  describe('appending', () => appending(scene));
  describe('reading', () => reading(scene));
  describe('resetting', () => resetting(scene));
}
