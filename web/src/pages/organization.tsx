import { call, path } from "../api";
import { CopyText } from "../ui/copy";
import { ResourceList } from "../ui/list_page";
import { Failed, Loading } from "../ui/states";
import { Time } from "../ui/time";
import { useLoad } from "../use_load";
import { applicationsOf } from "./applications";
import type { OrganizationRow } from "./organizations";

/** Organization is the company page: its ids, and its Application Users. */
export function Organization({ id }: { id: string }) {
  const [loaded, again] = useLoad(
    () => call<OrganizationRow>("GET", path`/organizations/${id}`),
    id,
  );
  if (loaded.state === "loading") return <Loading what="the organization" />;
  if (loaded.state === "failed") return <Failed problem={loaded.problem} again={again} />;
  const row = loaded.value;
  return (
    <>
      <header class="page-head">
        <p class="crumbs">
          <a href="/console/organizations">Organizations</a>
        </p>
        <h1>{row.name}</h1>
      </header>
      <dl class="facts">
        <div>
          <dt>Id</dt>
          <dd>
            <CopyText text={row.id} what="Organization id" />
          </dd>
        </div>
        <div>
          <dt>External id</dt>
          <dd>{row.external_id ?? <span class="soft">none</span>}</dd>
        </div>
        <div>
          <dt>Created</dt>
          <dd>
            <Time at={row.created_at} />
          </dd>
        </div>
      </dl>
      <section class="section" aria-labelledby="application-users">
        <h2 id="application-users">Application Users</h2>
        <ResourceList resource={applicationsOf(row.id)} />
      </section>
    </>
  );
}
