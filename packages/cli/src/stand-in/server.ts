import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { answer, asReply } from './answer';
import { readModels } from './linear-model';
import { send } from './reply';

/** A server in place of MLflow's, so that an experiment on models runs where nobody has Python. */
export interface StandIn {
  /** A model's scoring server is at `${url}/MODEL`. */
  readonly url: string;
  readonly models: readonly string[];
  close(): Promise<void>;
}

const requestMs = 10_000;
const maxConnections = 256;

/**
 * Serves the linear models of a folder by MLflow's scoring protocol, on a free port of the loopback interface:
 * `GET /MODEL/ping`, `/health`, `/version`, and `POST /MODEL/invocations` with JSON. Answers are those of
 * `mlflow models serve`, and so are the kinds of refusals. Undefined when the folder holds no model.
 */
export async function openStandIn(folder: string, logger: Logger): Promise<StandIn | undefined> {
  const models = readModels(folder, logger);
  if (models.size === 0) return undefined;
  const server = createServer({ requestTimeout: requestMs, headersTimeout: requestMs }, (request, response) => {
    answer(models, request)
      .catch((error) => asReply(error, logger))
      .then((reply) => send(response, reply))
      .catch((error) => logger.warn({ err: error }, 'The stand-in for MLflow could not answer.'));
  });
  server.maxConnections = maxConnections;
  await listen(server);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const served = [...models.keys()];
  logger.info({ url, models: served }, 'A stand-in for MLflow serves the models of the examples.');
  return { url, models: served, close: () => close(server) };
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve());
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
