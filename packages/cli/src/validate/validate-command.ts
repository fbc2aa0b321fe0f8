import { SetupError } from '@trialogue/errors';
import type { Graph } from '../apply/apply';
import { fileLists, type Project } from '../apply/lists';
import { readYaml, type YamlFile } from '../apply/yaml-file';
import { counted } from '../counted';
import { onEmptyProduct } from '../empty-product';
import { graphOverHttp, NotRunning, untilWhole } from '../graph-over-http';
import { recallPrinted } from '../printed-composition';
import type { Settings } from '../settings';
import { type Finding, findingText } from './finding';
import { type Validation, validate, validateConfigs } from './validate';

interface Options {
  readonly json: boolean;
  /** Asks no running product. */
  readonly offline: boolean;
}

const emptyProduct = 'an empty product';

/**
 * `trialogue validate`: everything that is wrong with a project's files, or with these in place of the project's own.
 * The running product is asked, when there is one; otherwise one that is started for this, with the project's plugins
 * and nothing else. Exit code 0: nothing is wrong; 1: something is. (2: it could not be found out.)
 */
export async function validateCommand(settings: Settings, names: readonly string[], options: Options): Promise<void> {
  const wanted = wantedFiles(settings.root, names);
  const project: Project = { root: settings.root, environment: settings.secret, instead: wanted.instead };
  const check = async (graph: Graph): Promise<Validation> => {
    const { configs, isProject } = wanted;
    const whole = isProject ? await validate(project, graph, settings.mlflow) : { findings: [], files: [] };
    if (configs.length === 0) return whole;
    return {
      findings: [...whole.findings, ...(await validateConfigs(configs, project, graph))],
      files: [...whole.files, ...configs.map(({ name }) => name)],
    };
  };
  const running = options.offline ? undefined : await runningGraph(settings);
  if (!running) recallPrinted();
  const { findings, files } = running
    ? await check(running)
    : await onEmptyProduct(settings.root, settings, ({ graph }) => check(graph));
  const against = running ? settings.target.url : emptyProduct;
  const valid = findings.every(({ severity }) => severity !== 'error');
  const report = options.json ? asJson({ valid, against, files, findings }) : asText(findings, files, against);
  process.stdout.write(report);
  process.exitCode = valid ? 0 : 1;
}

/** Undefined when nothing answers. */
async function runningGraph(settings: Settings): Promise<Graph | undefined> {
  const graph = graphOverHttp(settings);
  try {
    await untilWhole(graph);
    return graph;
  } catch (error) {
    if (error instanceof NotRunning) return undefined;
    throw error;
  }
}

/** Which of the named files stand in place of a list, and which hold the config of one variant. */
function wantedFiles(root: string, names: readonly string[]) {
  const instead: Record<string, string> = {};
  const configs: YamlFile[] = [];
  for (const name of names) {
    const file = readYaml(root, name);
    const keys = Object.keys(file.content ?? {});
    const list = fileLists.find((one) => keys.includes(one.list))?.list;
    if (list !== undefined) {
      if (instead[list]) throw new SetupError(`${instead[list]} and ${name} both hold ${list}.`, 'Name one of them.');
      instead[list] = name;
    } else if (keys.includes('execution_strategy') || keys.includes('policy_version_id')) configs.push(file);
    else throw unknownFile(file);
  }
  return { instead, configs, isProject: Object.keys(instead).length > 0 || names.length === 0 };
}

function unknownFile({ name, faults: [fault] }: YamlFile): SetupError {
  const lists = fileLists.map(({ list }) => `\`${list}:\``).join(', ');
  const help = `Name a file with ${lists} in it, or one with the config of a variant; without any, the project's are checked.`;
  if (fault) return new SetupError(`${name}:${fault.line}:${fault.column}: ${fault.message}`, help);
  return new SetupError(`${name} is nothing that can be checked.`, help);
}

const asJson = (report: object) => `${JSON.stringify(report, null, 2)}\n`;

function asText(findings: readonly Finding[], files: readonly string[], against: string): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const hint =
    against === emptyProduct
      ? '\nNo running product was asked: what only that has is not known here. TRIALOGUE_URL names one.'
      : '';
  const next = errors > 0 ? 'Correct the errors and validate again.' : '`trialogue plan` shows what would change.';
  const summary = `${counted(errors, 'error')}, ${counted(findings.length - errors, 'warning')} in ${counted(files.length, 'file')}, checked against ${against}. ${next}${hint}`;
  return `${[...findings.map(findingText), summary].join('\n')}\n`;
}
