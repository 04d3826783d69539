import { channel } from 'node:diagnostics_channel';
import { afterEach, beforeEach, expect } from '@jest/globals';

// Modules of Node's own are shared between Jest and the world in which it runs a test file, so this reaches the reporter.
const tests = channel('lanyard.mutation.test');
beforeEach(() => tests.publish(expect.getState().currentTestName ?? ''));
afterEach(() => tests.publish(''));
