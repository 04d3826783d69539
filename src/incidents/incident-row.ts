import { z } from 'zod';
import type { PrismaClient } from '../database/generated/client.ts';
import type { Incident } from '../slack-api/read-incidents.ts';

/** What Slack said, and when. */
export type Known = { incidents: readonly Incident[]; readAt: Date };

const known = z.object({
  incidents: z.array(z.object({ title: z.string(), url: z.string(), outage: z.boolean() })),
  readAt: z.date(),
});

/** The one row, of all processes, in which Slack’s last answer is kept. */
export function createIncidentRow({ prisma, statusUrl }: { prisma: PrismaClient; statusUrl: string }) {
  return {
    /** Takes the right to ask Slack, for the process that gets it. False: another one had it less than `pauseMs` ago. */
    async claim(now: Date, pauseMs: number): Promise<boolean> {
      const over = new Date(now.getTime() - pauseMs);
      const ahead = new Date(now.getTime() + pauseMs);
      const { count } = await prisma.slackStatus.updateMany({
        // A clock that was set back must not keep everyone from asking.
        where: { statusUrl, OR: [{ askedAt: { lte: over } }, { askedAt: { gt: ahead } }] },
        data: { askedAt: now },
      });
      if (count > 0) return true;
      const row = { statusUrl, askedAt: now, incidents: [] };
      return (await prisma.slackStatus.createMany({ data: [row], skipDuplicates: true })).count > 0;
    },

    async keep({ incidents, readAt }: Known): Promise<void> {
      await prisma.slackStatus.update({ where: { statusUrl }, data: { incidents: [...incidents], readAt } });
    },

    /** Undefined: Slack never answered. */
    async load(): Promise<Known | undefined> {
      return known.safeParse(await prisma.slackStatus.findUnique({ where: { statusUrl } })).data;
    },
  };
}
