import path from 'node:path';
import express, { type Response, type Router } from 'express';

const pages = path.join(__dirname, '../pages/explorer');
const inPackage = (name: string, file: string): string =>
  path.join(path.dirname(require.resolve(`${name}/package.json`)), file);

/** Everything that the explorer needs, from this product's own packages: it works without the internet. */
const assets: Readonly<Record<string, string>> = {
  'react.js': inPackage('react', 'umd/react.production.min.js'),
  'react-dom.js': inPackage('react-dom', 'umd/react-dom.production.min.js'),
  'graphiql.js': inPackage('graphiql', 'graphiql.min.js'),
  'graphiql.css': inPackage('graphiql', 'graphiql.min.css'),
  'explorer.js': path.join(pages, 'explorer.js'),
  'tabs.js': path.join(pages, 'tabs.js'),
  'explorer.css': path.join(pages, 'explorer.css'),
};

/** GraphiQL writes style elements and inline icons; scripts and connections are this product's own only. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Headers for a page of ours: it loads and connects to nothing foreign, and is not framed. */
export function protectPage(response: Response, contentSecurityPolicy: string): void {
  response.setHeader('content-security-policy', contentSecurityPolicy);
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('referrer-policy', 'no-referrer');
}

export function sendExplorer(response: Response): void {
  protectPage(response, policy);
  response.setHeader('vary', 'accept');
  sendFile(response, path.join(pages, 'index.html'));
}

/** The explorer's page and files, to be mounted at `/explorer`. */
export function explorer(): Router {
  const router = express.Router();
  router.get('/', (_request, response) => sendExplorer(response));
  router.use('/assets/graphql-ws', express.static(graphqlWsFolder));
  router.get('/assets/:name', (request, response, next) => {
    const file = Object.hasOwn(assets, request.params.name) ? assets[request.params.name] : undefined;
    if (!file) return next();
    response.setHeader('x-content-type-options', 'nosniff');
    sendFile(response, file, '1h');
  });
  return router;
}

/** From its own folder: with an absolute path alone, Express refuses files anywhere under a folder with a leading dot. */
function sendFile(response: Response, file: string, maxAge: string | number = 0): void {
  response.sendFile(path.basename(file), { root: path.dirname(file), maxAge });
}

/** The browser's build of graphql-ws: `client.js`, a module, and the file that it imports. */
export const graphqlWsFolder = inPackage('graphql-ws', 'dist');
