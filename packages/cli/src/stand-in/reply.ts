import type { ServerResponse } from 'node:http';

export interface Reply {
  readonly status: number;
  readonly text: string;
  /** `application/json` unless told. */
  readonly type?: string;
  readonly headers?: { readonly [name: string]: string };
}

/** Every answer carries it, so that nobody takes a stand-in for MLflow. */
export const standInHeader = 'trialogue-stand-in';

export function send(response: ServerResponse, { status, text, type = 'application/json', headers }: Reply): void {
  response.writeHead(status, { 'content-type': type, [standInHeader]: 'true', ...headers }).end(text);
}
