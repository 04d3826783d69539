import type { ModalView } from '@slack/types';
import { z } from 'zod';

/**
 * On what a surface was made: which installation (as `refText` names it), and when. It travels in `private_metadata`
 * and comes back with what people press there. It grants nothing: the code that acts compares it with how things
 * are, and changes nothing when the installation is another one or what it is about has changed since.
 */
export type Stamp = { on?: string | undefined; madeAt?: Date | undefined };

const schema = z.object({
  on: z.string().max(200).optional().catch(undefined),
  madeAt: z.coerce.date().optional().catch(undefined),
  about: z.string().max(2_000).catch(''),
});

/** A modal with its stamp; what the modal itself is about stays readable. */
export const stamped = (view: ModalView, { on, madeAt }: Stamp): ModalView => ({
  ...view,
  private_metadata: JSON.stringify({ on, madeAt, about: view.private_metadata ?? '' }),
});

/** Of a modal or of Home; without a stamp the whole text is what it is about. */
export function readStamp(metadata: string | null | undefined): Stamp & { about: string } {
  try {
    return schema.parse(JSON.parse(metadata || ''));
  } catch {
    return { about: metadata ?? '' };
  }
}
