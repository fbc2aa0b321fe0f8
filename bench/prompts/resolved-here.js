// `node resolved-here.js URL name|experiment`: an application in a process of its own resolves the assistant's prompt with
// the client, once all of it is there: by its label, or for units of an experiment that are each assigned and recorded.
// Standard output is one JSON object: the text, and milliseconds of a call at p50 and p99.
const { promisify } = require('node:util');
const { createTrialogue } = require('@trialogue/client/prompts');
const { percentile } = require('../measure/statistics');
const { valuesOf } = require('./values');

const warmUps = 2_000;
const calls = 10_000;

/** Between two calls there is time for what is sent meanwhile. */
const turn = promisify(setImmediate);

async function main([url, by]) {
  const trialogue = createTrialogue({ url });
  const asked = by === 'name' ? { name: 'assistant@production' } : { experiment: 'assistants' };
  const round = `${process.pid}-${Date.now()}`;
  const all = Array.from({ length: 100 }, (_, index) => valuesOf(`Anna ${index}`));
  const resolve = (index) =>
    trialogue.resolvePrompt({ ...asked, unit: `${round}-${index}`, variables: all[index % all.length] });
  const latencies = [];
  for (let index = 0; index < warmUps + calls; index += 1) {
    const began = performance.now();
    await resolve(index);
    if (index >= warmUps) latencies.push(performance.now() - began);
    await turn();
  }
  const [{ text }] = (await resolve(0)).messages;
  await trialogue.close(30_000);
  const { recorded, dropped } = trialogue.exposures;
  if (dropped > 0 || recorded !== (by === 'name' ? 0 : warmUps + calls))
    throw new Error(`Of ${warmUps + calls} units, ${recorded} were recorded and ${dropped} dropped.`);
  const [p50Ms, p99Ms] = [percentile(latencies, 0.5), percentile(latencies, 0.99)];
  process.stdout.write(JSON.stringify({ text, p50Ms, p99Ms }));
}

main(process.argv.slice(2));
