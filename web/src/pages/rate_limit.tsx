// Rate limit: the action that sets the limit of an organization, an Application User or a key.
import type { Action } from "../ui/actions";

interface Limited {
  rate_limit?: string | null;
}

interface Limits<T> {
  nameOf: (row: T) => string;
  /** send sends the form; "none" removes the limit. */
  send: (row: T, body: { rate_limit: string }) => Promise<unknown>;
}

/** setRateLimit is the action that sets the rate limit of a row, from the next request on. */
export const setRateLimit = <T extends Limited>({ nameOf, send }: Limits<T>): Action<T> => ({
  label: "Set rate limit",
  title: (row) => `Rate limit of ${nameOf(row)}`,
  form: {
    fields: (row) => [
      {
        name: "rate_limit",
        label: "Rate limit",
        hint: "Such as 100/60s for 100 requests in 60 seconds, 100/60s monitor, or none.",
        required: true,
        value: row.rate_limit ?? "none",
      },
    ],
    apply: (row, { rate_limit = "" }) => ({
      ...row,
      rate_limit: rate_limit === "none" ? null : rate_limit,
    }),
    send: (row, { rate_limit = "" }) => send(row, { rate_limit }),
  },
  done: "Rate limit set.",
});
