const http = require('node:http');
const { percentile } = require('./statistics');

const timeoutMs = 30_000;

/**
 * Sends the same POST `requests` times over `connections` that are kept alive, each with one request at a time. Rejects
 * when an answer is not 200 or differs from `expected`. Answers latencies and throughput as this process saw them.
 */
exports.httpLoad = async function httpLoad({ url, body, expected, requests, connections }) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
  const latencies = [];
  let left = requests;
  const connection = async () => {
    while (left > 0) {
      left -= 1;
      const sentAt = performance.now();
      const answer = await post(url, body, agent);
      latencies.push(performance.now() - sentAt);
      if (answer !== expected) throw new Error(`${url} answered otherwise under load: ${answer.slice(0, 500)}`);
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

/** The body of the answer to a POST of JSON; rejects when its status is not 200. */
function post(url, body, agent) {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const request = http.request(url, { method: 'POST', headers, agent, timeout: timeoutMs }, (response) => {
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

exports.post = post;
