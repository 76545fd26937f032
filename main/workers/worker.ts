import { parentPort } from 'node:worker_threads';
import { serveJobs } from './serve-jobs.ts';

// The entry of a worker thread.
if (parentPort !== null) serveJobs(parentPort);
