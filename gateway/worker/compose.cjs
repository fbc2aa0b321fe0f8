// Composes subgraphs into a supergraph off the main thread. Plain JavaScript, so that it runs the same from src and dist.
const { parentPort, workerData } = require('node:worker_threads');
const { composeServices } = require('@apollo/composition');
const { parse } = require('graphql');

/** A subgraph whose SDL does not even parse is named, as composition names the others. */
function parsed({ name, sdl }) {
  try {
    return { name, typeDefs: parse(sdl) };
  } catch (error) {
    throw Object.assign(error, { message: `[${name}] ${error.message}`, subgraphs: [name] });
  }
}

function problemOf(error) {
  const marked = (error.nodes ?? []).flatMap((node) => (node.subgraph ? [node.subgraph] : []));
  return {
    message: error.message,
    code: String(error.extensions?.code ?? 'INVALID_GRAPHQL'),
    subgraphs: error.subgraphs ?? [...new Set(marked)],
  };
}

function compose() {
  try {
    const { errors, supergraphSdl } = composeServices(workerData.map(parsed));
    return errors ? { problems: errors.map(problemOf) } : { supergraphSdl };
  } catch (error) {
    return { problems: [problemOf(error)] };
  }
}

parentPort.postMessage(compose());
