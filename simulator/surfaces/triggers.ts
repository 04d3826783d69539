import { digits, hex } from '../state/ids.ts';

const TRIGGER_LIFE_MS = 3_000;

export type Trigger = { appId: string; workspaceId: string; userId: string };

export type Triggers = {
  issue(trigger: Trigger): string;
  /** Uses it up, once, within three seconds. */
  redeem(
    id: string,
    appId: string,
  ): Trigger | 'invalid_trigger_id' | 'expired_trigger_id' | 'exchanged_trigger_id';
};

/** Short-lived permissions to open a modal for the person who acted. */
export function createTriggers(clock: () => Date): Triggers {
  const issued = new Map<string, Trigger & { atMs: number; used: boolean }>();
  return {
    issue(trigger) {
      const atMs = clock().getTime();
      for (const [id, old] of issued) if (atMs - old.atMs > 60_000) issued.delete(id);
      const id = `${digits()}.${digits()}.${hex(16)}`;
      issued.set(id, { ...trigger, atMs, used: false });
      return id;
    },
    redeem(id, appId) {
      const found = issued.get(id);
      if (!found || found.appId !== appId) return 'invalid_trigger_id';
      if (found.used) return 'exchanged_trigger_id';
      if (clock().getTime() - found.atMs > TRIGGER_LIFE_MS) return 'expired_trigger_id';
      found.used = true;
      return found;
    },
  };
}
