#!/usr/bin/env node
// trialogue-fake-providers [answers.json]: the local server of `@trialogue/models/testing`, by hand. The file is a list of
// answers (`FakeAnswer`), which requests get in turn, over and over. PORT is 4010 unless set; Ctrl-C ends it.
const { readFileSync } = require('node:fs');
const { startFakeProviders } = require('../dist/testing');

async function main([file]) {
  const answers = file === undefined ? [] : JSON.parse(readFileSync(file, 'utf8'));
  if (!Array.isArray(answers)) throw new Error(`${file} is no list of answers`);
  let asked = 0;
  const answer = answers.length > 0 ? () => answers[asked++ % answers.length] : undefined;
  const { anthropic, openai, close } = await startFakeProviders({ port: Number(process.env.PORT ?? 4010), answer });
  console.log(`ANTHROPIC_BASE_URL=${anthropic.baseURL} ANTHROPIC_API_KEY=${anthropic.apiKey}`);
  console.log(`OPENAI_BASE_URL=${openai.baseURL} OPENAI_API_KEY=${openai.apiKey}`);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void close());
}

main(process.argv.slice(2)).catch((error) => {
  console.error(`trialogue-fake-providers: ${error.message}`);
  process.exitCode = 1;
});
