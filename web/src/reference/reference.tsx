// Reference: every operation of the API, from the description that the server itself publishes.
import { useState } from "preact/hooks";
import { call, list } from "../api";
import { usePlace } from "../router";
import { type Caller, useCaller } from "../session";
import { Ready } from "../ui/states";
import { useLoad } from "../use_load";
import { noCredential } from "./credential";
import { IndexList, SearchField } from "./index_list";
import { type Document, type Group, groups, type Known, matching } from "./openapi";
import { OperationView } from "./operation";
import "./reference.css";

interface Read {
  api: Document;
  all: Group[];
  known: Known;
}

/** readKnown returns the ids that samples are filled in with. */
async function readKnown(caller: Caller): Promise<Known> {
  const known: Known = {
    user_id: caller.subject.id,
    client_id: caller.environment.client_id,
    environment: caller.environment.id,
    email: "ann@example.com",
  };
  const own = caller.organization?.id;
  const first = async () => (await list<{ id: string }>("/organizations", { limit: "1" })).data[0];
  const organization = own ?? (await first().catch(() => undefined))?.id;
  return organization ? { ...known, organization_id: organization } : known;
}

async function read(caller: Caller): Promise<Read> {
  const [api, known] = await Promise.all([
    call<Document>("GET", "/openapi.json"),
    readKnown(caller),
  ]);
  return { api, all: groups(api), known };
}

function Index({ shown, current }: { shown: Group[]; current: string }) {
  const { query } = usePlace();
  const address = (operation: string) => {
    const next = new URLSearchParams(query);
    next.set("operation", operation);
    return `/console/reference?${next}`;
  };
  const groups = shown.map(({ title, operations }) => ({
    title,
    items: operations.map((one) => ({
      id: one.operationId,
      address: address(one.operationId),
      tip: `${one.method} ${one.path}`,
      shown: (
        <>
          <span class={`method ${one.method.toLowerCase()}`}>{one.method}</span> {one.summary}
        </>
      ),
    })),
  }));
  const none = "No operation matches the search.";
  return (
    <IndexList
      label="Operations"
      none={none}
      groups={groups}
      current={current}
      skipTo="operation"
    />
  );
}

function Content({ api, all, known }: Read) {
  const { query } = usePlace();
  const [credential, setCredential] = useState(noCredential);
  const text = query.get("q") ?? "";
  const shown = matching(all, text);
  const every = all.flatMap((group) => group.operations);
  const current =
    every.find((one) => one.operationId === query.get("operation")) ??
    shown[0]?.operations[0] ??
    every[0];
  return (
    <div class="reference">
      <div class="reference-index">
        <SearchField label="Search" />
        <Index shown={shown} current={current?.operationId ?? ""} />
      </div>
      {current && (
        <OperationView
          key={current.operationId}
          api={api}
          operation={current}
          known={known}
          credential={credential}
          use={setCredential}
        />
      )}
    </div>
  );
}

export function Reference() {
  const caller = useCaller();
  const [loaded, again] = useLoad(() => read(caller), "");
  return (
    <>
      <header class="page-head">
        <h1>API reference</h1>
        <p class="soft">
          Every operation of this server, with samples that have your address and ids.{" "}
          <a href="/openapi.json" target="_blank" rel="noreferrer">
            OpenAPI description
          </a>
          , <a href="/console/graphql">GraphQL explorer</a>
        </p>
      </header>
      <Ready from={loaded} again={again} what="the API description">
        {(value) => <Content {...value} />}
      </Ready>
    </>
  );
}
