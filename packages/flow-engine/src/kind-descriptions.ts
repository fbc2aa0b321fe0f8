import type { StateKind } from './state-schemas';

/** What a state of each kind does, for whoever writes one. */
export const kindDescriptions: { readonly [kind in StateKind]: string } = {
  final: 'Ends the flow with an outcome: the conversation, or the sub-flow.',
  collect:
    'Asks for a slot until the answer is valid, or was invalid too often. A slot that is filled is not asked for.',
  choose: 'Decides where to go without a word.',
  prompt: 'Talks freely: a prompt answers each message of the user until a guard holds.',
  call: 'Calls a strategy or a tool; nobody has to say anything.',
  await: 'Waits for something that happens outside.',
  handoff: 'Hands the conversation over to a person, and waits until they hand it back.',
  flow: 'Plays another flow, with slots of its own, and goes on when that has ended.',
  link: 'Goes over into another flow for good: its outcome is this one’s.',
  say: 'Says a text and goes on.',
};
