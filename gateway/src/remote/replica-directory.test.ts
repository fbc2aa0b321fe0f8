import type { Replica } from '@trialogue/store';
import pino from 'pino';
import { ReplicaDirectory } from './replica-directory';

const replica = (id: string, service = 'flows'): Replica => ({
  service,
  id,
  url: `http://${id}`,
  schema: 's',
  holds: ['s'],
});

function keptInMemory() {
  let content: readonly Replica[] | undefined;
  return {
    read: async () => content,
    write: async (next: readonly Replica[]) => {
      content = next;
    },
  };
}

async function directoryOf(listed: { replicas: Replica[] | Error; now: number }, file = keptInMemory()) {
  let look = () => {};
  const replicas = {
    live: async () => {
      if (listed.replicas instanceof Error) throw listed.replicas;
      return listed.replicas;
    },
    onChange: (listener: () => void) => {
      look = listener;
      return () => {};
    },
  };
  const directory = new ReplicaDirectory(replicas, file, pino({ level: 'silent' }), () => listed.now);
  await directory.start();
  directory.close();
  const idsOf = async (service: string) => {
    look();
    await new Promise(setImmediate);
    return directory
      .choose(service, 's')
      .map(({ id }) => id)
      .sort();
  };
  return idsOf;
}

test('those known stay while the database is away, and for a while when it is back and lists nobody yet', async () => {
  const listed: { replicas: Replica[] | Error; now: number } = {
    replicas: [replica('a'), replica('b'), replica('c', 'prompts')],
    now: 0,
  };
  const idsOf = await directoryOf(listed);
  listed.replicas = new Error('away');
  listed.now = 100_000;
  expect(await idsOf('flows')).toEqual(['a', 'b']);

  listed.replicas = [replica('c', 'prompts')];
  expect(await idsOf('flows')).toEqual(['a', 'b']);
  listed.now += 14_000;
  expect(await idsOf('flows')).toEqual(['a', 'b']);
  listed.replicas = [replica('b')];
  expect([await idsOf('flows'), await idsOf('prompts')]).toEqual([['b'], ['c']]);
  listed.replicas = [];
  expect([await idsOf('flows'), await idsOf('prompts')]).toEqual([['b'], ['c']]);
  listed.now += 16_000;
  expect([await idsOf('flows'), await idsOf('prompts')]).toEqual([[], []]);
});

test('a gateway that starts while the database is away asks those that were known last, until it is told of others', async () => {
  const file = keptInMemory();
  await directoryOf({ replicas: [replica('a'), replica('b')], now: 0 }, file);
  const listed: { replicas: Replica[] | Error; now: number } = { replicas: new Error('away'), now: 0 };
  const idsOf = await directoryOf(listed, file);
  expect(await idsOf('flows')).toEqual(['a', 'b']);

  listed.replicas = [replica('c')];
  expect(await idsOf('flows')).toEqual(['c']);
  listed.replicas = new Error('away');
  expect(await (await directoryOf(listed, file))('flows')).toEqual(['c']);
});
