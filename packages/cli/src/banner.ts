import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Product } from './product';
import type { Settings } from './settings';

/** Where to go, once the product runs. */
export function banner(settings: Settings, { gateway, database, standInModels }: Product): string {
  const { url } = gateway;
  const key = settings.keys ? " -H 'authorization: Bearer KEY'" : '';
  const ofExamples = !existsSync(path.join(settings.root, 'config/prompts.yml'));
  const query = '{ experiments { edges { node { key status variants { key arm prompt { id } } } } } }';
  const lines = [
    '',
    'Trialogue runs.',
    '',
    `  the graph      ${url}/graphql   (HTTP and WebSocket)`,
    `  the explorer   ${url}/explorer`,
    `  the chat page  ${url}/chat`,
    `  data           ${database === 'embedded' ? `embedded Postgres in ${settings.dataFolder}` : 'the Postgres of DATABASE_URL'}`,
    `  models         ${models(settings)}`,
    `  scoring        ${scoring(settings, standInModels)}`,
    `  callers        ${settings.keys ? 'those with a key of TRIALOGUE_KEYS' : 'everyone on this machine, as the local admin (TRIALOGUE_KEYS sets keys)'}`,
    '',
    'Try:',
    `  curl -s ${url}/graphql -H 'content-type: application/json'${key} -d '{"query":"${query}"}'`,
    '',
    'Next: talk on the chat page, then write a prompt under prompts/, name it as a new version in config/prompts.yml',
    `${ofExamples ? '(a copy of config/prompts.example.yml) ' : ''}and watch it being read. Ctrl-C stops everything.`,
    '',
  ];
  return lines.join('\n');
}

function models({ anthropic, openai }: Settings): string {
  const real = [
    anthropic && 'Anthropic',
    openai && `OpenAI-compatible${openai.baseURL ? ` at ${openai.baseURL}` : ''}`,
  ].filter(Boolean);
  return real.length > 0
    ? real.join(', ')
    : 'scripted stand-ins (set ANTHROPIC_API_KEY or OPENAI_BASE_URL for real ones)';
}

/** A model is served by MLflow where its variable says so: FOOD_BUDGET_1_URL for `food_budget_1`. */
function scoring({ secret }: Settings, models: readonly string[]): string {
  const variables = models.map((model) => `${model.toUpperCase()}_URL`);
  const open = models.filter((_, place) => !secret(variables[place]!));
  const real = models.filter((model) => !open.includes(model));
  const parts = [
    real.length > 0 && `MLflow serves ${real.join(', ')}`,
    open.length > 0 && `a stand-in serves ${open.join(', ')} (set ${open[0]!.toUpperCase()}_URL for MLflow)`,
  ].filter(Boolean);
  return parts.join('; ') || 'no stand-in, for training/models holds none';
}
