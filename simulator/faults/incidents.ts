/** What Slack’s Status API may say about one incident; times come with it. */
export type IncidentOptions = {
  title?: string;
  type?: 'incident' | 'notice' | 'outage';
  status?: 'active' | 'resolved' | 'scheduled' | 'completed' | 'cancelled';
  services?: readonly string[];
};

export type IncidentRecord = Required<IncidentOptions> & { id: number; at: Date };

export type Incidents = {
  open(incident?: IncidentOptions): void;
  /** Ends all of them. */
  end(): void;
  /** Everything that was opened and not ended, the newest first. */
  list(): readonly IncidentRecord[];
  /** What the Status API answers. `status` stays `ok`, as Slack’s does at times. */
  current(): { status: string; [field: string]: unknown };
};

/** @param pageUrl where people read about incidents */
export function createIncidents(clock: () => Date, pageUrl: () => string): Incidents {
  let opened = 0;
  let list: IncidentRecord[] = [];
  return {
    open({
      title = 'Some people can’t load their workspaces',
      type = 'incident',
      status = 'active',
      services = ['Login/SSO', 'Apps/Integrations/APIs'],
    } = {}) {
      opened += 1;
      list = [{ id: opened, title, type, status, services, at: clock() }, ...list];
    },
    end() {
      list = [];
    },
    list: () => list,
    current() {
      const now = clock().toISOString();
      return {
        status: 'ok',
        date_created: now,
        date_updated: now,
        active_incidents: list.map(({ id, title, type, status, services, at }) => ({
          id,
          date_created: at.toISOString(),
          date_updated: at.toISOString(),
          title,
          type,
          status,
          url: `${pageUrl()}#incident-${id}`,
          services,
          notes: [{ date_created: at.toISOString(), body: 'We’re looking into it.' }],
        })),
      };
    },
  };
}
