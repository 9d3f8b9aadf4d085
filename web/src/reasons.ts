// Reasons: why a request to a receiver of webhooks, log streams or emails has failed.

const texts: Record<string, string> = {
  unknown_host: "The name of the host is unknown.",
  not_connected: "No connection was made.",
  timed_out: "No connection or no answer in time.",
  tls_failed: "The certificate was not accepted.",
  no_response: "The connection ended without an answer.",
  address_refused: "The address is not public, and egress.allow does not name it.",
  not_sent: "The connection ended while the events were sent.",
  not_read: "The receiver closed the connection before it had read everything.",
  file_failed: "The file could not be written. The log of the server has the reason.",
  file_streams_off: "The setting log_streams.folder names no folder for files.",
  mail_expired: "The code or link in it expired before it could be sent.",
  mail_refused: "The mail server refused it.",
  mail_spool: "The folder mail.spool could not be written. The log of the server has the reason.",
};

/**
 * reasonText returns a failure as a sentence. It is a word, or a word and a text that may be shown:
 * "target_failed: The target answered 503."
 */
export function reasonText(failure: string | null): string {
  const [word = "", ...text] = (failure ?? "").split(": ");
  return texts[word] ?? (text.join(": ") || word);
}
