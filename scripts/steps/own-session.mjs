// Set-up of each file of the tests that drive a window: this worker's own session is its environment.
import { inject } from 'vitest';

Object.assign(process.env, inject('sessions')[Number(process.env.VITEST_POOL_ID) - 1]);
