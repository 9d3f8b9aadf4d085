// Traffic: requests, decisions and latency of this node, live, and why credentials were refused.
import { useEffect, useState } from "preact/hooks";
import { Problem } from "../api";
import { words } from "../format";
import { Empty, Failed, Loading } from "../ui/states";
import { problemFrom, useRepeat } from "../use_load";
import { Chart } from "./chart";
import { parse, quantile, rate, type Snapshot, sum } from "./metrics";
import "./traffic.css";

const askEvery = 2000;
const kept = 30;

async function read(): Promise<Snapshot> {
  const answer = await fetch("/metrics", { cache: "no-store" }).catch(() => null);
  if (answer === null) throw new Problem(0, "offline", "The server cannot be reached.", [], "");
  const text = await answer.text();
  if (!answer.ok) {
    throw new Problem(answer.status, "metrics", "The server does not show its metrics.", [], "");
  }
  return { at: performance.now(), samples: parse(text) };
}

/** useHistory reads a snapshot every two seconds while the page is visible. */
function useHistory(): [Snapshot[], Problem | null] {
  const [history, setHistory] = useState<Snapshot[]>([]);
  const [problem, setProblem] = useState<Problem | null>(null);
  const ask = () =>
    read().then(
      (one) => {
        setHistory((old) => [...old.slice(-kept), one]);
        setProblem(null);
      },
      (thrown) => setProblem(problemFrom(thrown)),
    );
  useEffect(() => void ask(), []);
  useRepeat(ask, askEvery);
  return [history, problem];
}

type Measure = (old: Snapshot, now: Snapshot) => number;

/** over returns a measure between each two consecutive snapshots. */
const over = (history: Snapshot[], measure: Measure) =>
  history.slice(1).map((now, at) => measure(history[at] ?? now, now));

const requests = (classes: string[]): Measure => {
  const fits = (labels: Record<string, string>) => classes.includes(labels["status_class"] ?? "");
  return (old, now) => rate(old, now, "bearward_http_requests_total", fits);
};

const decisions = (allowed: boolean): Measure => {
  const fits = (labels: Record<string, string>) => (labels["result"] === "allow") === allowed;
  return (old, now) => rate(old, now, "bearward_verify_total", fits);
};

const latency = (part: number): Measure => (old, now) => quantile(old, now, part);

function Charts({ history }: { history: Snapshot[] }) {
  const line = (name: string, tone: "accent" | "bad" | "soft", measure: Measure) => ({
    name,
    tone,
    values: over(history, measure),
  });
  return (
    <div class="charts">
      <Chart
        title="Requests"
        unit="per second"
        length={kept}
        lines={[
          line("answered", "accent", requests(["2xx", "3xx"])),
          line("refused", "soft", requests(["4xx"])),
          line("failed", "bad", requests(["5xx"])),
        ]}
      />
      <Chart
        title="Decisions"
        unit="per second"
        length={kept}
        lines={[
          line("allowed", "accent", decisions(true)),
          line("refused", "bad", decisions(false)),
        ]}
      />
      <Chart
        title="Latency"
        unit="milliseconds"
        length={kept}
        lines={[line("95 %", "accent", latency(0.95)), line("50 %", "soft", latency(0.5))]}
      />
    </div>
  );
}

/** The counters of refusals: the metric, what it counts, and the label that has the reason. */
const refusals = [
  { name: "bearward_verify_total", what: "Credential", label: "result", good: "allow" },
  { name: "bearward_asked_total", what: "Introspection", label: "outcome", good: "allowed" },
  { name: "bearward_gateway_decisions_total", what: "Gateway", label: "decision", good: "allow" },
  { name: "bearward_logins_total", what: "Sign-in", label: "outcome", good: "success" },
];

interface Refusal {
  what: string;
  reason: string;
  count: number;
}

function refusalsOf(now: Snapshot): Refusal[] {
  return refusals.flatMap(({ name, what, label, good }) => {
    const rows = now.samples.filter((one) => one.name === name && one.labels[label] !== good);
    const reasons = [...new Set(rows.map((one) => one.labels[label] ?? ""))];
    return reasons
      .map((reason) => ({
        what,
        reason,
        count: sum(now, name, (labels) => labels[label] === reason),
      }))
      .filter((row) => row.count > 0);
  });
}

function Refusals({ now }: { now: Snapshot }) {
  const rows = refusalsOf(now);
  if (rows.length === 0) return <Empty title="Nothing was refused since the start." />;
  return (
    <div class="table-frame" tabIndex={0} role="region" aria-label="Table of refusals">
      <table>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Reason</th>
            <th scope="col">Since the start</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.what + row.reason}>
              <td data-head="What">{row.what}</td>
              <td data-head="Reason">{words(row.reason)}</td>
              <td data-head="Since the start">{row.count}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function Traffic() {
  const [history, problem] = useHistory();
  const now = history.at(-1);
  return (
    <>
      <header class="page-head">
        <h1>Traffic</h1>
        <p class="soft">
          Of the server that answers this page, in all environments, from its /metrics.
        </p>
      </header>
      {problem && <Failed problem={problem} />}
      {!now && !problem && <Loading what="the metrics" />}
      {now && (
        <>
          <Charts history={history} />
          <section class="section" aria-labelledby="refusals">
            <h2 id="refusals">Refusals</h2>
            <Refusals now={now} />
          </section>
        </>
      )}
    </>
  );
}
