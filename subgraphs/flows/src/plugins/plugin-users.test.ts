import type { FlowDefinition } from '@trialogue/flow-engine';
import type { ToolBody } from '@trialogue/variant-config';
import { publishExperiment } from '../testing/content';
import { publishFlow } from '../testing/flows';
import { plugin } from '../testing/process';
import { tell } from '../testing/story';

const promptTemplate = { name: '@trialogue/plugin-prompt-template', options: {}, secrets: [] };
const odd = plugin('odd');

let story: Awaited<ReturnType<typeof tell>>;
beforeEach(async () => {
  story = await tell();
});
afterEach(() => story.end());

const asking: FlowDefinition['states'][string] = { say: 'Which city?', next: 'end' };
const callingTool = (tool: string, input: { [name: string]: string }): FlowDefinition => ({
  initial: 'hear',
  states: {
    hear: { collect: 'word', ask: 'Well?', next: 'look' },
    look: { call: { tool, input }, next: 'end', failed: 'end' },
    end: { final: 'done', say: 'Bye.' },
  },
  slots: { word: { schema: { type: 'string' } } },
});
const silent: FlowDefinition = { initial: 'ask', states: { ask: asking, end: { final: 'done', say: 'Bye.' } } };

/** What keeps a plugin whose line is gone; undefined: nothing. */
async function keptBy(one = odd): Promise<string | undefined> {
  const states = await story.flows.reloadPlugins([promptTemplate]);
  await story.flows.reloadPlugins([promptTemplate, one]);
  return states.find(({ place }) => place === one.path)?.problem;
}

test('a plugin goes where nothing uses what it brings', async () => {
  await publishFlow(story.store, 'mute', [{ definition: silent }]);
  expect(await keptBy()).toBeUndefined();
});

test('a flow’s newest active version that calls a tool keeps its plugin; an older one only while somebody follows it', async () => {
  const weather = callingTool('weather', { city: '"Rome"' });
  await publishFlow(story.store, 'sky', [{ definition: weather }]);
  expect(await keptBy()).toContain('it is in use by the flow sky@1; end that');
  const { data } = await story.start({ experiment: null, flow: 'sky' });
  expect(data.startConversation.flow.id).toBe('sky@1');

  await publishFlow(story.store, 'sky', [{ definition: weather }, { definition: silent }]);
  expect(await keptBy()).toContain('it is in use by 1 conversation of sky@1; end that');
  await story.store.sql(`update exp.conversations set status = 'ENDED'`);
  expect(await keptBy()).toBeUndefined();

  await publishFlow(story.store, 'sky', [
    { definition: silent },
    { definition: silent },
    { definition: callingTool('tax', { amount: '1' }), status: 'DRAFT' },
  ]);
  expect(await keptBy()).toBeUndefined();
});

test('a flow that calls a strategy keeps its plugin, too', async () => {
  const states = callingTool('tax', {}).states;
  const definition = {
    ...callingTool('tax', {}),
    states: {
      ...states,
      look: {
        call: { strategy: 'price', config: { factor: 2 }, input: { text: 'slots.word' } },
        next: 'end',
        failed: 'end',
      },
    },
  } as FlowDefinition;
  await publishFlow(story.store, 'cost', [{ definition }]);
  expect(await keptBy()).toContain('it is in use by the flow cost@1;');
});

test('a running experiment keeps the plugin of its allocator', async () => {
  const fair = plugin('fair');
  await story.flows.reloadPlugins([promptTemplate, fair]);
  const allocator = {
    ...{ name: 'fair', options: {}, outcome: { event: 'bought' }, everyMs: 60_000 },
    ...{ minUnits: 1, floor: 0, fromAllocation: 1 },
  };
  await publishExperiment(story.store, 'tuned', '', [], { allocator });
  expect(await keptBy(fair)).toContain('it is in use by the experiment tuned, whose allocator is fair;');
  await publishExperiment(story.store, 'tuned', '', [], { allocator, status: 'COMPLETED' as never });
  expect(await keptBy(fair)).toBeUndefined();
});

test('variants whose models may use a tool keep its plugin', async () => {
  const tool = story.store.releases.head<ToolBody>('tool', 'weather')!;
  const variant = {
    ...{ key: 'control', weight: 1, isControl: true, executionStrategy: 'prompt_template', arm: 'a' },
    config: {
      execution_strategy: 'prompt_template',
      prompt_config: { prompt_version_id: 'meal@1', tools: ['weather'] },
    },
    pins: { weather: tool.hash },
  };
  await publishExperiment(story.store, 'helped', '', [], { variants: [variant] });
  expect(await keptBy()).toContain('it is in use by helped/control;');
  await publishExperiment(story.store, 'helped', '', [], { variants: [variant], status: 'COMPLETED' as never });
  expect(await keptBy()).toBeUndefined();
});
