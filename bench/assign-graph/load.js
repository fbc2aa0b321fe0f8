const http = require('node:http');
const { percentile } = require('../measure/statistics');

const timeoutMs = 30_000;

/**
 * Asks `requests` times over `connections` that are kept alive, each with one request at a time, every time for another
 * unit. `ask(unit)` answers what `http.request` takes, with `body` perhaps; `check(answer)` throws for what is no answer.
 */
exports.loadByUnits = async function loadByUnits({ ask, check, units, requests, connections }) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
  const latencies = [];
  let left = requests;
  const connection = async () => {
    while (left > 0) {
      left -= 1;
      const asked = ask(units());
      const sentAt = performance.now();
      const answer = await send(asked, agent);
      latencies.push(performance.now() - sentAt);
      check(JSON.parse(answer));
    }
  };
  const startedAt = performance.now();
  try {
    await Promise.all(Array.from({ length: connections }, connection));
  } finally {
    agent.destroy();
  }
  const seconds = (performance.now() - startedAt) / 1000;
  return {
    requestsPerSecond: requests / seconds,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
  };
};

/** The body of an answer; rejects when its status is not 200. */
function send({ url, body, ...options }, agent) {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { ...options, agent, timeout: timeoutMs }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        if (response.statusCode === 200) resolve(text);
        else reject(new Error(`${url} answered ${response.statusCode}: ${text.slice(0, 500)}`));
      });
    });
    request.on('timeout', () => request.destroy(new Error(`${url} did not answer within ${timeoutMs} ms.`)));
    request.on('error', reject);
    request.end(body);
  });
}
