import { parentPort } from 'node:worker_threads';
import { serveSkillJobs } from './serve-skill-jobs.ts';

// The entry of the thread that reads files and plans runs: apart from the others, which must start at once.
if (parentPort !== null) serveSkillJobs(parentPort);
