import path from 'node:path';
import { SetupError } from '@trialogue/errors';
import { type FlowTest, flowTestsSchema, runFlowTest, shapeProblems } from '@trialogue/flow-engine';
import type { Json } from '@trialogue/plugin-api';
import type { YamlFile } from '../apply/yaml-file';
import { counted } from '../counted';
import type { Report } from '../subcommands';
import { flowFiles, lineOf, readFlowFile } from './flow-file';
import { playableFlow } from './playable-flow';

/** `flows test`: plays the conversations of `flows/*.test.yml`. No model is asked: the tests say what one answers. */
export function testFlows(root: string, names: readonly string[]): Report {
  const files = names.length > 0 ? names : flowFiles(root, 'test');
  if (files.length === 0) throw new SetupError('There are no tests of flows.', 'Write some: flows/NAME.test.yml.');
  const tests = files.flatMap((name) => resultsOf(root, readFlowFile(root, name)));
  const failed = tests.filter(({ failures }) => failures.length > 0);
  const summary = `${tests.length - failed.length} passed, ${failed.length} failed in ${counted(files.length, 'file')}.`;
  return {
    text: `${[...failed.flatMap(({ name, failures }) => [`✕ ${name}`, ...failures.map((line) => `    ${line}`)]), summary].join('\n')}\n`,
    data: { passed: failed.length === 0, tests },
    code: failed.length === 0 ? 0 : 1,
  };
}

function resultsOf(root: string, file: YamlFile) {
  refuse(file.faults.map(({ line, column, message }) => `${file.name}:${line}:${column}: ${message}`));
  const problems = shapeProblems(flowTestsSchema, (file.content ?? null) as Json);
  refuse(problems.map((problem) => lineOf(file, problem, 'error')));
  const { flow, tests } = file.content as { readonly flow: string; readonly tests: readonly FlowTest[] };
  const { machine } = playableFlow(root, path.join(path.dirname(file.name), flow));
  return tests.map((test, index) => ({
    file: file.name,
    name: test.name,
    failures: runFlowTest(machine, test).map((problem) =>
      lineOf(file, { ...problem, path: ['tests', index, ...problem.path] }, 'error'),
    ),
  }));
}

function refuse(lines: readonly string[]): void {
  if (lines.length > 0)
    throw new SetupError(lines.join('\n'), 'docs/conversation-flows.md shows how tests are written.');
}
