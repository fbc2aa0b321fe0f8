import { DomainError, SetupError } from '@trialogue/errors';
import { compileFlow, type FlowDefinition, flowDiagram } from '@trialogue/flow-engine';
import type { YamlFile } from '../apply/yaml-file';
import type { Report } from '../subcommands';
import { lineOf, readFlowFile } from './flow-file';

/** `flows diagram FILE`: the flow as Mermaid text, which GitHub and many editors draw. */
export function diagram(root: string, [name, ...more]: readonly string[]): Report {
  if (name === undefined || more.length > 0) throw new SetupError('Name one flow.', 'npx trialogue flows diagram FILE');
  const text = flowDiagram(flowOf(readFlowFile(root, name)));
  return { text, data: { mermaid: text }, code: 0 };
}

/** The flow of a file. Throws a SetupError that says what is wrong with it, and where. */
export function flowOf(file: YamlFile): FlowDefinition {
  const [fault] = file.faults;
  if (fault) throw new SetupError(`${file.name}:${fault.line}:${fault.column}: ${fault.message}`, 'Correct the YAML.');
  try {
    compileFlow(file.content as FlowDefinition);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const lines = (error.problems ?? []).map((problem) => lineOf(file, problem, 'error'));
    throw new SetupError(lines.join('\n'), `See \`npx trialogue flows verify ${file.name}\`.`, { cause: error });
  }
  return file.content as FlowDefinition;
}
