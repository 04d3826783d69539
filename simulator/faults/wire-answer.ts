/** What goes over the wire in answer to a call of the Web API. */
export type WireAnswer = {
  status: number;
  headers: Record<string, string>;
  body: { [field: string]: unknown } | string;
};
