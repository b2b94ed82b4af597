// Runs a server as one process for each core, which share its port, since one process of Node.js uses one core.
//
// node many.js PROCESSES SERVER.js ARGUMENTS…
import cluster from 'node:cluster';

const [processes, exec, ...args] = process.argv.slice(2);
cluster.setupPrimary({ exec, args });
cluster.on('exit', () => process.exit(1));
for (let started = 0; started < Number(processes); started += 1) cluster.fork();
