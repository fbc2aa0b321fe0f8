/**
 * A shop’s server that asks which checkout each visitor gets: `node examples/flags/server.js`, with Trialogue running and
 * the flag `checkout` started in it (docs/experiments.md). It decides by itself; the product only hears of it.
 */
const { once } = require('node:events');
const http = require('node:http');
const { createTrialogue } = require('@trialogue/client');

const { TRIALOGUE_URL: url = 'http://127.0.0.1:4000/graphql', TRIALOGUE_KEY: key, PORT: port = '3000' } = process.env;

const trialogue = createTrialogue({ url, key, keep: '.trialogue/flags.json' });
trialogue.on('problem', ({ code, message }) => console.warn(`${code}: ${message}`));
trialogue.on('dropped', ({ what, count, error }) => console.error(`${count} ${what} are lost: ${error.message}`));

const server = http.createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://localhost');
  const unit = searchParams.get('user') || 'nobody';
  if (pathname === '/buy') {
    trialogue.track('bought', { unit, data: { amount: Number(searchParams.get('amount')) || 0 } });
    response.end('Thank you.\n');
    return;
  }
  const checkout = trialogue.value('checkout', 'one page', {
    unit,
    attributes: { country: searchParams.get('country') },
  });
  response.end(`${unit} sees the checkout “${checkout}”.\n`);
});

async function main() {
  await trialogue.ready().catch(({ message }) => console.warn(`It starts with the code’s own values: ${message}`));
  server.listen(Number(port), '127.0.0.1');
  await once(server, 'listening');
  console.log(`http://127.0.0.1:${server.address().port}/?user=anna`);
  await Promise.race(['SIGTERM', 'SIGINT'].map((signal) => once(process, signal)));
  server.close();
  server.closeIdleConnections();
  await trialogue.close(); // what was met until now is recorded
}

main();
