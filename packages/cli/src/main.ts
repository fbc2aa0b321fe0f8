import { parseArgs } from 'node:util';
import { SetupError } from '@trialogue/errors';
import { asksProduct } from './flows/product-command';
import { makeLogger } from './logger';
import { readSettings } from './settings';
import { misread } from './subcommands';

const usage = `trialogue — experiments on models, prompts and conversations, in one graph

  npx trialogue start                          the whole product in one process
  npx trialogue start SERVICE                  one of several: gateway, experiments, prompts, flows, analytics
  npx trialogue validate [FILE …] [--json] [--offline]
                                               everything that is wrong with the files here, or with these
  npx trialogue plan [--json]                  what applying the files here would change in a running product
  npx trialogue apply [--watch]                bring a running product to what the files here say
                                               (with --allow-rerandomise: even if units of a running experiment
                                               get another variant; plan takes it too)
  npx trialogue flows …                        verify, test, run, compare, draw and sync flows: see
                                               npx trialogue flows --help
  npx trialogue migrate-config FILE [--write]  show how configs from before are written today, or write them so
  npx trialogue prompts …                      list, compare, render, check, import and export prompts: see
                                               npx trialogue prompts --help
  npx trialogue plugins …                      make, verify, list, add, remove and reload plugins: see
                                               npx trialogue plugins --help
  npx trialogue demo                           talk to a running product, and ask its models, fifty times
  npx trialogue keys create NAME SCOPE …       make an API key (read, assign, prompts, converse, agent,
                                               track, edit, admin)
  npx trialogue token UNIT                     make a unit token, as your backend would for its user

Settings come from the environment and from .env; docs/settings.md lists them.`;

/** Runs one command; the process's exit code says how it went. */
export async function main(words: readonly string[]): Promise<void> {
  try {
    await run(words);
  } catch (error) {
    // 1 says of files or prompts that they are wrong; this is that nobody knows.
    process.exitCode = ['validate', 'flows', 'prompts', 'plugins'].includes(words[0]!) ? 2 : 1;
    if (error instanceof SetupError) process.stderr.write(`\n${error.message}\n${error.help}\n`);
    else unexpected(error);
  }
}

/** Nothing that we foresaw: the sentence for whoever sits there, the whole of it for whoever reads the log. */
function unexpected(error: unknown): void {
  makeLogger('info').fatal({ err: error }, 'It ended with an unexpected error.');
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`\nTrialogue cannot go on: ${message}\nThe log line above says where it happened.\n`);
}

async function run(words: readonly string[]): Promise<void> {
  if (words[0] === 'flows' && asksProduct(words[1])) {
    const { productCommand } = await import('./flows/product-command.js');
    return productCommand(readSettings(process.cwd(), process.env), words.slice(1));
  }
  if (words[0] === 'flows')
    return (await import('./flows/flows-command.js')).flowsCommand(process.cwd(), words.slice(1));
  if (words[0] === 'prompts') {
    const { promptsCommand } = await import('./prompts/prompts-command.js');
    return promptsCommand(readSettings(process.cwd(), process.env), words.slice(1));
  }
  if (words[0] === 'plugins') {
    const { pluginsCommand } = await import('./plugins/plugins-command.js');
    return pluginsCommand(readSettings(process.cwd(), process.env), words.slice(1));
  }
  const { positionals, values } = parsed(words);
  const [command, ...rest] = positionals;
  if (values.help || !command) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  const settings = readSettings(process.cwd(), process.env);
  const rerandomise = values['allow-rerandomise'] ?? false;
  switch (command) {
    case 'start': {
      const [service, ...more] = rest;
      nothingMore(more);
      if (service) return (await import('./split/start-service.js')).startService(settings, service);
      return (await import('./start.js')).start(settings);
    }
    case 'validate': {
      const { json = false, offline = false } = values;
      return (await import('./validate/validate-command.js')).validateCommand(settings, rest, { json, offline });
    }
    case 'plan':
      nothingMore(rest);
      return (await import('./plan/plan-command.js')).planCommand(settings, {
        json: values.json ?? false,
        rerandomise,
      });
    case 'apply': {
      nothingMore(rest);
      const { applyCommand, watchCommand } = await import('./apply-command.js');
      if (values.watch && rerandomise)
        throw new SetupError('--allow-rerandomise does not go with --watch.', 'Apply once with it, then watch.');
      return values.watch ? watchCommand(settings) : applyCommand(settings, { rerandomise });
    }
    case 'migrate-config': {
      const [file, ...more] = rest;
      nothingMore(more);
      const { migrateConfig } = await import('./migrate-config/command.js');
      return migrateConfig(process.cwd(), file, values.write ?? false);
    }
    case 'demo':
      nothingMore(rest);
      return (await import('./demo/demo.js')).demo(settings);
    case 'keys':
    case 'token':
      return (await import('./credentials.js')).credentials(settings, command, rest);
    default:
      throw new SetupError(`There is no command "${command}".`, 'See `npx trialogue --help`.');
  }
}

function parsed(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        watch: { type: 'boolean' },
        write: { type: 'boolean' },
        json: { type: 'boolean' },
        offline: { type: 'boolean' },
        'allow-rerandomise': { type: 'boolean' },
      },
    });
  } catch (error) {
    const help = 'Settings are environment variables, such as PORT=5000; see `npx trialogue --help`.';
    throw new SetupError(misread(error), help, { cause: error });
  }
}

function nothingMore([word]: readonly string[]): void {
  if (word) throw new SetupError(`"${word}" says nothing here.`, 'See `npx trialogue --help`.');
}
