const http = require('node:http');
const { percentile } = require('./statistics');

const timeoutMs = 30_000;

/**
 * Sends the same POST `requests` times over `connections` that are kept alive, each with one request at a time. Rejects
 * when an answer is not 200 or differs from `expected`. Answers latencies and throughput as this process saw them.
 */
exports.httpLoad = ({ url, body, expected, ...load }) =>
  exports.varyingLoad({
    ...load,
    ask: () => postOf(url, body),
    check(answer) {
      if (answer !== expected) throw new Error(`${url} answered otherwise under load: ${answer.slice(0, 500)}`);
    },
  });

/**
 * The same with another request every time: `ask()` answers `{ url, body }` and what else `http.request` takes, `check`
 * throws for an answer that is none.
 */
exports.varyingLoad = async function varyingLoad({ ask, check, requests, connections }) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
  const latencies = [];
  let left = requests;
  const connection = async () => {
    while (left > 0) {
      left -= 1;
      const asked = ask();
      const sentAt = performance.now();
      const answer = await send(asked, agent);
      latencies.push(performance.now() - sentAt);
      check(answer);
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

/**
 * One request after the other, the ways in turn, so that each is asked at the pace of all: a server that has rested answers
 * later than one that is asked again at once. Answers `{ [name]: p50 }`, in ms.
 */
exports.takingTurns = async function takingTurns(ways, requests) {
  const agent = new http.Agent({ keepAlive: true });
  const latencies = new Map(ways.map(({ name }) => [name, []]));
  try {
    for (let request = 0; request < requests; request += 1) {
      for (const { name, ask, check } of ways) {
        const asked = ask();
        const sentAt = performance.now();
        const answer = await send(asked, agent);
        latencies.get(name).push(performance.now() - sentAt);
        check(answer);
      }
    }
  } finally {
    agent.destroy();
  }
  return Object.fromEntries([...latencies].map(([name, all]) => [name, percentile(all, 0.5)]));
};

const postOf = (url, body) => ({
  url,
  body,
  method: 'POST',
  headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
});

/** The body of the answer to a POST of JSON; rejects when its status is not 200. */
exports.post = (url, body) => send(postOf(url, body));

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
