import type { PromptVersionBody } from '../release-bodies';

export const meal2: PromptVersionBody = {
  name: 'meal',
  number: 2,
  description: 'Asks back before it plans',
  status: 'ACTIVE',
  syntax: 'JINJA',
  template: 'You plan meals for a {{ diet }} household of {{ people }}.',
  variables: [
    { name: 'people', required: false, default: 2, description: 'How many eat' },
    { name: 'diet', required: true },
  ],
  modelProvider: 'anthropic',
  modelName: 'claude-sonnet-4.5',
  params: { temperature: 0.7, max_tokens: 2048 },
  replies: [{ when: ['hello'], reply: 'Hello! What do you like to eat?' }],
  checksum: 'c0ffee',
};
