import { isDeepStrictEqual } from 'node:util';
import { SetupError } from '@trialogue/errors';
import { type Document, LineCounter, parseDocument } from 'yaml';
import { aliasBound } from '../apply/yaml-file';
import { configEdits, edited } from './config-edits';
import { type WrittenConfig, writtenConfigs } from './legacy-configs';

export interface Rewriting {
  readonly text: string;
  /** How many configs are in another form now. */
  readonly count: number;
  /** Configs that say two things at once, which only their authors can decide. */
  readonly left: readonly { readonly line: number; readonly message: string }[];
}

/**
 * The text of a file of experiments with its legacy configs in the unified form, and nothing else changed: comments, order,
 * quotes and indentation stay. What the new text means is compared with what `normalizeConfig` says of the old one.
 *
 * @param name of the file, for messages
 * @throws SetupError with the line, for what is no list of experiments or is written in a way that is not understood
 */
export function rewriteLegacyConfigs(name: string, text: string): Rewriting {
  const { document, content, lineAt } = parsed(name, text);
  const configs = writtenConfigs(document, content);
  const legacy = configs.filter(({ config, normal }) => config !== normal);
  const nodes = new Set(legacy.map(({ node }) => node));
  const after = edited(
    text,
    [...nodes].flatMap((node) => configEdits(text, node)),
  );

  const expected = withNormalConfigs(content, legacy);
  const wrong = differing(after, expected, legacy);
  if (wrong)
    throw new SetupError(
      `${name}:${lineAt(wrong.node.range![0])}: the config of ${wrong.subject} cannot be rewritten as it is laid out.`,
      `Write it as:\n${JSON.stringify(wrong.normal, null, 2)}\nNothing was changed.`,
    );
  const left = configs.filter(({ normal }) => Object.hasOwn(normal, 'policy_version_id'));
  return {
    text: after,
    count: nodes.size,
    left: left.map(({ node, subject }) => ({
      line: lineAt(node.range![0]),
      message: `${subject}: \`policy_version_id\` contradicts what stands beside it. It is left as it is: decide which is meant.`,
    })),
  };
}

function parsed(name: string, text: string) {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const lineAt = (offset: number) => lines.linePos(offset).line;
  const refuse = (line: number, reason: string) =>
    new SetupError(`${name}:${line}: ${reason.split('\n')[0]}`, 'Nothing was changed.');
  const [fault] = document.errors;
  if (fault) throw refuse(lineAt(fault.pos[0]), fault.message);
  const content = contentOf(document, (reason) => refuse(1, reason));
  if (!Array.isArray((content as { experiments?: unknown } | null)?.experiments))
    throw refuse(1, 'expected a list under `experiments:`, as in config/experiments.yml.');
  return { document, content, lineAt };
}

function contentOf(document: Document, refuse: (reason: string) => SetupError): unknown {
  try {
    return plain(document);
  } catch (error) {
    throw refuse((error as Error).message);
  }
}

/** As JSON, so that each use of an anchor is an object of its own. Throws when aliases explode or lead in a circle. */
const plain = (document: Document): unknown => copyOf(document.toJS({ maxAliasCount: aliasBound }));

const copyOf = (value: unknown): any => JSON.parse(JSON.stringify(value));

function withNormalConfigs(content: unknown, legacy: readonly WrittenConfig[]): unknown {
  const copy = copyOf(content);
  for (const { path, normal } of legacy) path.slice(0, -1).reduce((value, step) => value[step], copy).config = normal;
  return copy;
}

/** The first config that does not mean what it should; any, when something else does not. */
function differing(text: string, expected: any, legacy: readonly WrittenConfig[]): WrittenConfig | undefined {
  const document = parseDocument(text, { logLevel: 'error' });
  const found: any = document.errors.length > 0 ? undefined : plain(document);
  if (isDeepStrictEqual(found?.experiments, expected.experiments)) return undefined;
  const at = (content: any, { path }: WrittenConfig) => path.reduce((value, step) => value?.[step], content);
  return legacy.find((one) => !isDeepStrictEqual(at(found, one), at(expected, one))) ?? legacy[0];
}
