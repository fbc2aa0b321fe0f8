import type { FlowsOptions } from '../index';
import { publishPrompt } from './content';
import { publishFlow, supper } from './flows';
import { tell } from './story';

/** A story with the flow `supper` and the prompt `chef` of its states. */
export async function tellOfSupper(options: Partial<FlowsOptions> = {}) {
  const story = await tell(options);
  await publishPrompt(story.store, 'chef', [
    {
      template: 'You cook for {{ servings }}.',
      variables: [{ name: 'servings', required: true }],
      replies: [{ when: [], reply: 'Soup it is.' }],
    },
  ]);
  await publishFlow(story.store, 'supper', [{ definition: supper }]);
  /** Starts with the flow, or with what the input says instead; answers the conversation. */
  const sitDown = async (input: object = {}) =>
    (await story.start({ experiment: null, flow: 'supper', unit: 'ana', ...input })).data.startConversation;
  return { ...story, sitDown };
}

/** The kinds of events, with the names of the states that were entered. */
export const kindsOf = (events: readonly any[]): string[] =>
  events.map((event) => event.state ?? event.__typename ?? event);
