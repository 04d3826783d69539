/** The buttons in private messages, and in Home the one about them. */
const STOP_ACTION = 'stop_notifications';
export const PREFERENCES_ACTION = 'notifications';
/** In the preview of reminders. */
export const REMIND_ACTION = 'send_reminders';

/** One for each item of a message. */
export const stopAction = (matterId: string) => `${STOP_ACTION}:${matterId}`;
export const anyStop = new RegExp(`^${STOP_ACTION}:`);
