// The targets of log streams: the fields of each type. The server checks the same (its
// log_streams/target.cc), so a field that is missing here is refused there by its name.
import type { FormField } from "../ui/form";

export type StreamType =
  | "datadog"
  | "splunk"
  | "azure_sentinel"
  | "https_json"
  | "https_ndjson"
  | "s3"
  | "syslog"
  | "file";

/** TargetField is a field that the type decides about. */
export type TargetField = FormField & {
  name:
    | "url"
    | "region"
    | "key_id"
    | "tenant_id"
    | "token_url"
    | "header"
    | "secret"
    | "headers";
};

interface Target {
  label: string;
  fields: TargetField[];
}

const url = (hint: string): TargetField => ({ name: "url", label: "URL", hint, required: true });

/** The secret is typed once and never shown. */
const secret = (label: string, more: Partial<FormField> = {}): TargetField => ({
  hint: "It is stored encrypted and not shown again.",
  required: true,
  ...more,
  name: "secret",
  label,
  type: "password",
});

const https: TargetField[] = [
  url("An https address. Its host must be public."),
  { name: "header", label: "Header", hint: "Which one has its value. Empty: Authorization." },
  secret("Value of the header", {
    hint: "For example Bearer and a token. It is stored encrypted and not shown again.",
    required: false,
  }),
  {
    name: "headers",
    label: "Further headers",
    type: "code",
    hint: "One in each line, such as X-Team: a. They are stored encrypted and not shown again.",
  },
];

export const targets: Record<StreamType, Target> = {
  datadog: {
    label: "Datadog",
    fields: [
      url("The intake of your region, with https: http-intake.logs.datadoghq.com/api/v2/logs"),
      secret("API key"),
    ],
  },
  splunk: {
    label: "Splunk",
    fields: [
      url("The HTTP event collector, with https: HOST:8088/services/collector/event"),
      secret("Token"),
    ],
  },
  azure_sentinel: {
    label: "Azure Sentinel",
    fields: [
      url("With https: ENDPOINT/dataCollectionRules/RULE/streams/STREAM"),
      {
        name: "tenant_id",
        label: "Tenant id",
        hint: "Of Microsoft Entra. Empty where the URL of a token endpoint is set.",
      },
      {
        name: "token_url",
        label: "Token URL",
        hint: "Of a national cloud or another server. Empty: that of the tenant.",
      },
      { name: "key_id", label: "Client id", required: true },
      secret("Client secret"),
    ],
  },
  https_json: { label: "HTTPS, a list in JSON", fields: https },
  https_ndjson: { label: "HTTPS, lines of JSON (NDJSON)", fields: https },
  s3: {
    label: "S3",
    fields: [
      url("Bucket and prefix, with https: BUCKET.s3.REGION.amazonaws.com/PREFIX"),
      { name: "region", label: "Region", hint: "For example eu-central-1.", required: true },
      { name: "key_id", label: "Access key id", required: true },
      secret("Secret access key"),
    ],
  },
  syslog: {
    label: "Syslog",
    fields: [url("syslog+tls://HOST:6514 with TLS, or syslog://HOST:601 over plain TCP")],
  },
  file: {
    label: "File on the server",
    fields: [url("file:NAME, such as file:audit.jsonl in the folder log_streams.folder")],
  },
};
