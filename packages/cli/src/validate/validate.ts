import type { MlflowAddress } from '@trialogue/mlflow';
import type { AppliedEntry } from '../apply/applied-entry';
import { type Graph, plan } from '../apply/apply';
import { fileLists, type Project, readFileList } from '../apply/lists';
import { noteAt } from '../apply/outcome';
import { mentioned, type PlannedRelease } from '../apply/planned-releases';
import type { Path, YamlFile } from '../apply/yaml-file';
import { modelRegistry } from '../model-registry';
import { readPricesFile } from '../prices-file';
import { type Finding, findingOf, findingsOf, sorted } from './finding';
import { missingModels } from './model-registry';

export interface Validation {
  readonly findings: readonly Finding[];
  /** Every file that was read. */
  readonly files: readonly string[];
}

/**
 * Everything that is wrong with a project's files, at once: a dry run of applying them, so that it is what applying them
 * would say, and beside it the configs of entries that could not even be tried, and what policies name in MLflow.
 */
export async function validate(project: Project, graph: Graph, mlflow?: MlflowAddress): Promise<Validation> {
  const { outcomes, files, planned } = await plan(project, graph);
  const findings = [
    ...outcomes.flatMap(findingsOf),
    ...(await brokenConfigs(project, graph, planned)),
    ...readPricesFile(project.root).findings,
    ...(mlflow ? await missingModels(modelRegistry(mlflow), readNamed('policies', project)) : []),
  ];
  return { findings: sorted(findings), files };
}

/** What is wrong with files that hold the config of one variant each, beside what a project's files would publish. */
export async function validateConfigs(
  configs: readonly YamlFile[],
  project: Project,
  graph: Graph,
): Promise<readonly Finding[]> {
  const { planned } = await plan(project, graph);
  const findings: Finding[] = [];
  for (const file of configs)
    findings.push(...(await configFindings(graph, file, 'variant config', [], file.content, planned)));
  return sorted(findings);
}

/** The configs of experiments that do not fit their schema elsewhere. */
async function brokenConfigs(project: Project, graph: Graph, planned: readonly PlannedRelease[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { value, file, index, name } of readNamed('experiments', project).broken) {
    const { variants } = (value ?? {}) as { readonly variants?: unknown };
    for (const [position, variant] of Array.isArray(variants) ? variants.entries() : []) {
      const path = ['experiments', index, 'variants', position, 'config'];
      const { config } = (variant ?? {}) as { readonly config?: unknown };
      findings.push(...(await configFindings(graph, file, `experiment ${name}`, path, config, planned)));
    }
  }
  return findings;
}

const readNamed = (name: string, project: Project) =>
  readFileList(fileLists.find(({ list }) => list === name)!, project);

async function configFindings(
  graph: Graph,
  file: YamlFile,
  subject: string,
  path: Path,
  config: unknown,
  planned: readonly PlannedRelease[],
): Promise<Finding[]> {
  // What is no config at all, the schema has said already.
  if (typeof config !== 'object' || config === null || Array.isArray(config)) return [];
  const variables = { config, assuming: mentioned([config], planned) };
  const { report } = await graph(document, variables);
  return (report.problems as AppliedEntry['problems']).map(({ path: at, ...said }) => {
    const steps = [...path, ...at.split('.').filter(Boolean)];
    return findingOf(file.name, subject, noteAt(file.placeOf(steps), said, path.length > 0 ? 2 : 0));
  });
}

const document = `query ValidateConfig($config: JSONObject!, $assuming: [PlannedReleaseInput!]!) {
  report: validateVariantConfig(config: $config, assuming: $assuming) { problems { path message found expected nearest } }
}`;
