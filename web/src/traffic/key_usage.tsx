// KeyUsage: how often an API key was used in the last 24 hours on this node, and why it was
// refused.
import { call, path } from "../api";
import { counted, words } from "../format";
import { Ready } from "../ui/states";
import { Time } from "../ui/time";
import { useLoad } from "../use_load";
import "./traffic.css";

interface Hour {
  begin: string;
  uses: number;
  denials: number;
}

/** Usage is the answer of GET /v1/api_keys/{id}/usage. */
interface Usage {
  counted_since: string | null;
  uses: number;
  denials: { reason: string; count: number }[];
  hours: Hour[];
}

const [width, height, gap] = [240, 64, 2];

const clock = (iso: string) =>
  new Date(iso).toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" });

const title = ({ begin, uses, denials }: Hour) =>
  `from ${clock(begin)}: ${counted(uses, "use")}, ${counted(denials, "denial")}`;

/** Bars has one bar an hour: uses, and denials on top of them. */
function Bars({ hours }: { hours: Hour[] }) {
  const most = Math.max(...hours.map((hour) => hour.uses + hour.denials), 1);
  const step = width / hours.length;
  const size = (count: number) => (count / most) * (height - gap);
  return (
    <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
      {hours.map((hour, at) => {
        const [used, refused] = [size(hour.uses), size(hour.denials)];
        const place = { x: at * step, width: step - gap };
        return (
          <g key={hour.begin}>
            <title>{title(hour)}</title>
            <rect class="bar accent" {...place} y={height - used} height={used} />
            <rect class="bar bad" {...place} y={height - used - refused} height={refused} />
          </g>
        );
      })}
    </svg>
  );
}

function Denials({ denials }: Pick<Usage, "denials">) {
  if (denials.length === 0) return null;
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Denied because</th>
          <th scope="col">Requests</th>
        </tr>
      </thead>
      <tbody>
        {denials.map(({ reason, count }) => (
          <tr key={reason}>
            <td data-head="Denied because">{words(reason)}</td>
            <td data-head="Requests">{count}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Counted({ usage }: { usage: Usage }) {
  if (usage.counted_since === null) {
    return <p class="soft">This node has not seen the key since it started.</p>;
  }
  const refused = usage.denials.reduce((sum, one) => sum + one.count, 0);
  return (
    <>
      <figure class="chart">
        <figcaption>
          Requests <span class="soft small">per hour, last 24 hours, on this node</span>
        </figcaption>
        <Bars hours={usage.hours} />
        <dl class="legend">
          <div>
            <dt>
              <span class="dot accent" aria-hidden="true" />
              uses
            </dt>
            <dd>{usage.uses}</dd>
          </div>
          <div>
            <dt>
              <span class="dot bad" aria-hidden="true" />
              denials
            </dt>
            <dd>{refused}</dd>
          </div>
        </dl>
      </figure>
      <Denials denials={usage.denials} />
      <p class="soft small">
        Counted by this node since <Time at={usage.counted_since} />. Other nodes count their own.
      </p>
    </>
  );
}

export function KeyUsage({ id }: { id: string }) {
  const [loaded, again] = useLoad(() => call<Usage>("GET", path`/v1/api_keys/${id}/usage`), id);
  return (
    <Ready from={loaded} again={again} what="the usage">
      {(usage) => (
        <div class="stack">
          <Counted usage={usage} />
        </div>
      )}
    </Ready>
  );
}
