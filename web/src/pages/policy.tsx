import { call, path } from "../api";
import { lazy } from "../lazy";
import { go } from "../router";
import { Detail } from "../ui/detail";
import { Ready } from "../ui/states";
import { Time } from "../ui/time";
import { useLoad } from "../use_load";
import { Owner } from "./owners";
import { edit, type PolicyRow, remove, texts } from "./policies";

const Gateways = lazy(() => import("./gateways").then((found) => found.Gateways));

/** Policy is the page of one policy: what it requires, and the configuration of a gateway. */
export function Policy({ name }: { name: string }) {
  const [loaded, again, set] = useLoad(
    () => call<PolicyRow>("GET", path`/v1/policies/${name}`),
    name,
  );
  return (
    <Ready from={loaded} again={again} what="the policy">
      {(row) => (
        <Detail
          up={{ path: "/policies", title: "Policies" }}
          title={row.name}
          one="Policy"
          row={row}
          set={set}
          again={again}
          actions={[edit, remove(() => go("/policies", true))]}
          facts={[
            ["Credentials", texts(row.credentials, "any")],
            ["Permissions", texts(row.permissions, "none")],
            ["Methods", texts(row.methods, "any")],
            ["Paths", texts(row.path_prefixes, "any")],
            ["Audience", row.audience ?? "Bearward itself"],
            ["Organization", row.organization_id ? <Owner id={row.organization_id} /> : "any"],
            ["Identity headers", row.identity],
            ["Changed", <Time at={row.updated_at} />],
          ]}
        >
          <Gateways policy={row} />
        </Detail>
      )}
    </Ready>
  );
}
