import type { Prisma, PrismaClient } from '../database/generated/client.ts';
import type { Apps } from './apps.ts';
import { readPresentation } from './read-presentation.ts';

type Given = {
  prisma: PrismaClient;
  /** The app that runs here. */
  clientId: string;
  clock: () => Date;
};

/** What its verbs do is written in `Apps`. */
export function createApps({ prisma, clientId, clock }: Given): Apps {
  return {
    async register(presentation) {
      const { name, about, homeUrl = null } = readPresentation(presentation);
      const says = { name, about, homeUrl };
      const entered = await prisma.registeredApp.findUnique({ where: { clientId }, select: SAID });
      if (entered?.name === name && entered.about === about && entered.homeUrl === homeUrl) return;
      const now = clock();
      // Several processes may start at once: by one statement.
      await prisma.registeredApp.upsert({
        where: { clientId },
        create: { clientId, name, about, homeUrl, registeredAt: now, changedAt: now },
        update: { ...says, changedAt: now },
      });
    },

    async list() {
      const rows = await prisma.registeredApp.findMany({ orderBy: [{ name: 'asc' }, { clientId: 'asc' }] });
      return rows.map((row) => ({
        clientId: row.clientId,
        name: row.name,
        about: row.about,
        homeUrl: row.homeUrl ?? undefined,
        registeredAt: row.registeredAt,
      }));
    },
  };
}

const SAID = { name: true, about: true, homeUrl: true } as const satisfies Prisma.RegisteredAppSelect;
