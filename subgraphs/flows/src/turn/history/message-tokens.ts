import { estimateTokens } from '@trialogue/models';

const nobody = { provider: '', model: '' };
const ofRequest = estimateTokens({ ...nobody, messages: [] });

/**
 * About how many tokens a message is, with what the format puts around it; the same for every model, since it is counted
 * once, when the message is written.
 */
export const messageTokens = (text: string): number =>
  estimateTokens({ ...nobody, messages: [{ role: 'user', text }] }) - ofRequest;
