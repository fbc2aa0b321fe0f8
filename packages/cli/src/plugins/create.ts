import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { SetupError } from '@trialogue/errors';
import { misread, type Report } from '../subcommands';

const template = path.join(__dirname, '..', '..', 'plugin-template');
const naming = /^(?:@[a-z0-9][a-z0-9._-]*\/)?([a-z][a-z0-9]*(?:-[a-z0-9]+)*)$/;

/** `plugins create NAME [--folder FOLDER]`: a folder with a plugin that works, and whose tests pass. */
export async function run(root: string, words: readonly string[]): Promise<Report & { readonly json: boolean }> {
  const { name, folder: given, json } = parsed(words);
  const base = naming.exec(name)?.[1];
  if (!base || name.length > 100)
    throw new SetupError(
      `"${name}" cannot be the name of a plugin.`,
      'Take lower-case letters, digits and dashes, as in `my-plugin` or `@acme/my-plugin`.',
    );
  const folder = path.resolve(root, given ?? base);
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new SetupError(`${shown(root, folder)} is not empty.`, 'Name another place with --folder.');
  mkdirSync(folder, { recursive: true });
  const files = readdirSync(template).sort();
  for (const file of files) {
    const text = readFileSync(path.join(template, file), 'utf8');
    writeFileSync(
      path.join(folder, file),
      renamed(text, file === 'package.json' ? name : base, base, shown(root, folder)),
    );
  }
  const steps = nextSteps(root, folder);
  const place = shown(root, folder);
  const text = `Made ${place}: ${files.join(', ')}.\n\nNext:\n${steps.map((step) => `  ${step}\n`).join('')}`;
  return { text, data: { name, folder: place, files, next: steps }, json };
}

function parsed(words: readonly string[]) {
  const help = 'Name the plugin: `npx trialogue plugins create my-plugin [--folder FOLDER]`.';
  try {
    const { positionals, values } = parseArgs({
      args: [...words],
      options: { folder: { type: 'string' }, json: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
    if (positionals.length === 1) return { name: positionals[0]!, ...values };
  } catch (error) {
    throw new SetupError(misread(error), help, { cause: error });
  }
  throw new SetupError('What is the plugin called?', help);
}

/** The template's name in its three spellings, and its place. */
function renamed(text: string, name: string, base: string, place: string): string {
  const camel = base.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return text
    .replaceAll('plugin-template', name)
    .replaceAll('plugin_template', base.replaceAll('-', '_'))
    .replaceAll('pluginTemplate', camel)
    .replaceAll('FOLDER', place);
}

function nextSteps(root: string, folder: string): string[] {
  const place = shown(root, folder);
  const steps = [
    `npm --prefix ${place} test`,
    `npx trialogue plugins verify ${place}`,
    `npx trialogue plugins add ${place.startsWith('.') || path.isAbsolute(place) ? place : `./${place}`}`,
    'then see README.md there, and docs/writing-a-plugin.md',
  ];
  return resolves(folder) ? steps : [`cd ${place} && npm install --save-dev ${apiFolder()}`, ...steps];
}

/** Whether modules in a folder find what a plugin imports: so it is inside of a project. */
function resolves(folder: string): boolean {
  try {
    createRequire(path.join(folder, 'index.js')).resolve('@trialogue/plugin-api');
    return true;
  } catch {
    return false;
  }
}

const apiFolder = () => path.join(path.dirname(require.resolve('@trialogue/plugin-api')), '..');

const shown = (root: string, folder: string): string => {
  const relative = path.relative(root, folder);
  return relative.startsWith('..') ? folder : relative || '.';
};
