import { DomainError, SetupError } from '@trialogue/errors';
import { compileFlow, type FlowDefinition, type FlowIncludes, type FlowMachine } from '@trialogue/flow-engine';
import { lineOf, readFlowFile } from './flow-file';
import { includedFlows } from './included-flows';

export interface PlayableFlow {
  readonly definition: FlowDefinition;
  /** Those that it names, by their references as written. */
  readonly flows: FlowIncludes;
  readonly machine: FlowMachine;
}

/** The flow of a file. Throws a SetupError that says what is wrong with it, and where. */
export function playableFlow(root: string, name: string): PlayableFlow {
  const file = readFlowFile(root, name);
  const [fault] = file.faults;
  if (fault) throw new SetupError(`${file.name}:${fault.line}:${fault.column}: ${fault.message}`, 'Correct the YAML.');
  const definition = file.content as FlowDefinition;
  const flows = includedFlows(root, definition);
  try {
    return { definition, flows, machine: compileFlow(definition, flows) };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const lines = (error.problems ?? []).map((problem) => lineOf(file, problem, 'error'));
    throw new SetupError(lines.join('\n'), `See \`npx trialogue flows verify ${file.name}\`.`, { cause: error });
  }
}
