// Monaco's language services run in workers served beside this script: no blob: or data: address, so the
// policy can say worker-src 'self'. WORKERS maps a label to a hashed file name, filled in by the build.
const DEDICATED = { graphql: WORKERS.graphql, json: WORKERS.json };

globalThis.MonacoEnvironment = {
  getWorker(_id, label) {
    const file = DEDICATED[label] ?? WORKERS.editor;
    return new Worker(new URL(file, import.meta.url), { name: label });
  },
};
