/** Under what fails or waits on Slack, while Slack’s status page has something open. What follows is linked to that page. */
export const incidents = {
  /** @param outage of the one that is named first */
  lead: (number: number, outage: boolean) =>
    number === 1
      ? `Slack is reporting an ${outage ? 'outage' : 'incident'} right now:`
      : `Slack is reporting ${number} incidents right now:`,
};
