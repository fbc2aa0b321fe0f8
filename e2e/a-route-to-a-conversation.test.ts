import path from 'node:path';
import { browserTest, openPage } from './support/browser';
import { makeProject, Product, testDatabase } from './support/product';
import { runShell, StepTimes, stepsOf } from './support/route';
import { until } from './support/until';

test('the route from a clone to a running A/B test of two prompts in a flow, step by step', async () => {
  const clone = makeProject();
  const desk = path.join(clone, 'my-desk');
  const { url: DATABASE_URL } = await testDatabase();
  const times = new StepTimes();
  let product: Product | undefined;
  const printed: string[] = [];
  const answers: any[] = [];

  const shell = async (text: string) => {
    const cwd = text.startsWith('cp -r') ? clone : desk;
    printed.push(await runShell(text, cwd, product ? { TRIALOGUE_URL: `${product.url}/graphql` } : {}));
  };
  const steps = stepsOf('conversational-ai-route');
  expect(steps).toHaveLength(8);
  for (const { title, blocks } of steps)
    await times.of(title, async () => {
      for (const { language, act, text } of blocks) {
        if (act === 'install') continue; // what runs this test is installed
        if (act === 'start') product = await Product.spawn(desk, { DATABASE_URL }).ready();
        else if (language === 'sh') await shell(text);
        else answers.push(await product!.ask(text));
        if (text.includes('repair_desk_offer') && language === 'sh') await taken(product!, 'repair_desk_offer');
      }
    });
  times.print();

  expect(printed.join('\n')).toContain('2 passed, 0 failed');
  expect(printed.join('\n')).toMatch(/asks_first +\d+ booked, \d+ left/);
  const [{ startConversation }, { experiment }] = answers;
  expect(['advises', 'offers']).toContain(startConversation.variant.key);
  expect(['repair_desk@2', 'repair_desk@3']).toContain(startConversation.promptVersion.id);
  const counted = experiment.results.variants;
  expect(counted.map(({ variant }: any) => variant.key).sort()).toEqual(['asks_first', 'brief']);
  expect(counted.reduce((sum: number, { exposures }: any) => sum + exposures, 0)).toBe(40);
  for (const { completions, failures } of counted) expect([completions > 0, failures]).toEqual([true, 0]);
});

const taken = (product: Product, key: string) =>
  until(async () => {
    const { experiment } = await product.ask('query ($key: ID!) { experiment(key: $key) { status } }', { key });
    return experiment?.status === 'RUNNING';
  });

browserTest('the page of the example talks, goes on after a reload, and sees the end', async () => {
  const clone = makeProject();
  const desk = path.join(clone, 'examples/conversational-assistant');
  const { url: DATABASE_URL } = await testDatabase();
  const product = await Product.spawn(desk, { DATABASE_URL }).ready();
  const page = await openPage();
  await page.goto(`${product.url}/chat/`);
  const shows = (text: string) => until(async () => (await page.locator('#messages').textContent())!.includes(text));
  const say = async (text: string) => {
    await page.locator('[type=submit]:enabled').waitFor(); // the answer before is there to its end
    await page.locator('input').fill(text);
    await page.locator('input').press('Enter');
  };
  await shows('Which kind is it');
  await say('An e-bike');
  await shows('What is the matter with your e-bike?');
  await page.reload();
  await shows('What is the matter with your e-bike?');
  await say('book it');
  await shows('Which day would you bring it?');
  await say('3 May 2027');
  await shows('We expect you on 2027-05-03');
  await until(async () => (await page.locator('#status').textContent()) === 'This conversation has ended.');
});
