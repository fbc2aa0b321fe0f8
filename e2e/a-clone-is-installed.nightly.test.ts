import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { repository, temporaryFolder } from './support/product';
import { runShell, StepTimes, stepsOf } from './support/route';
import { patienceMs } from './support/until';

test('the first steps of the route to a conversation, in a clone that has nothing yet', async () => {
  const clone = path.join(temporaryFolder(), 'trialogue');
  execFileSync('git', ['clone', '--quiet', repository, clone]);
  const times = new StepTimes();
  const printed: string[] = [];
  const [install, copy, check] = stepsOf('conversational-ai-route');
  for (const { title, blocks } of [install!, copy!, check!]) {
    const cwd = title === check!.title ? path.join(clone, 'my-desk') : clone;
    await times.of(title, async () => {
      for (const { text } of blocks) printed.push(await runShell(text, cwd, {}, 3 * patienceMs));
    });
  }
  times.print();
  expect(printed.at(-1)).toContain('2 passed, 0 failed');
});
