import type { FlowVersionBody } from '../release-bodies';

/** Version 1 of the flow `onboarding`, one of whose states names a prompt by its label. */
export const onboarding: FlowVersionBody = {
  name: 'onboarding',
  number: 1,
  description: 'Greets, asks, talks',
  status: 'ACTIVE',
  definition: {},
  prompts: ['meal@production'],
  states: ['welcome', 'diet', 'talk'],
  checksum: 'flow checksum',
};
