import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { emptyState, type SimulatorState } from './state.ts';

/** Enough to look back on; an evening of clicking must not make every write slower. */
const MESSAGES_KEPT = 2_000;

export type Store = {
  readonly state: SimulatorState;
  /** Makes a change, keeps it (also in the file, when there is one) and tells everyone who watches. */
  change<T>(make: (state: SimulatorState) => T): T;
  /** Calls after every change; returns how to stop. */
  watch(listener: () => void): () => void;
  next(): number;
  /** Writes what is not written yet. */
  flush(): void;
};

/** Writing the whole of it after each of a hundred changes at once would be most of the work. */
const WRITE_AFTER_MS = 100;

/**
 * Holds the state; with a file it is read from there and written back whole, never half, within 100 ms of a change.
 */
export function createStore(stateFile?: string): Store {
  const state = stateFile ? load(stateFile) : emptyState();
  const listeners = new Set<() => void>();
  let due: NodeJS.Timeout | undefined;
  const flush = () => {
    if (due === undefined || !stateFile) return;
    clearTimeout(due);
    due = undefined;
    save(stateFile, state);
  };
  return {
    state,
    change(make) {
      const result = make(state);
      if (state.messages.length > MESSAGES_KEPT)
        state.messages.splice(0, state.messages.length - MESSAGES_KEPT);
      if (stateFile) due ??= setTimeout(flush, WRITE_AFTER_MS);
      for (const listener of listeners) listener();
      return result;
    },
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    next() {
      state.sequence += 1;
      return state.sequence;
    },
    flush,
  };
}

function load(file: string): SimulatorState {
  if (!existsSync(file)) return emptyState();
  try {
    const found = JSON.parse(readFileSync(file, 'utf8')) as SimulatorState;
    const empty = emptyState();
    if (found.version !== empty.version)
      throw new Error(`its version is ${found.version}, not ${empty.version}`);
    return { ...empty, ...found };
  } catch (cause) {
    throw new Error(
      `The simulator can’t read its state from ${file}. Delete the file to start with an empty Slack.`,
      {
        cause,
      },
    );
  }
}

function save(file: string, state: SimulatorState): void {
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.tmp`;
  writeFileSync(draft, JSON.stringify(state));
  chmodSync(draft, 0o600);
  renameSync(draft, file);
}
