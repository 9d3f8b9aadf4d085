// Traffic: requests, decisions and latency of this node, live, and why credentials were refused.
import { useEffect, useState } from "preact/hooks";
import { call, type Problem } from "../api";
import { words } from "../format";
import { Empty, Failed, Loading } from "../ui/states";
import { PlainTable } from "../ui/table";
import { problemFrom, useRepeat } from "../use_load";
import { Chart } from "./chart";
import { type Count, quantile, rate, type Snapshot, type Traffic as Counters } from "./metrics";
import "./traffic.css";

const askEvery = 2000;
const kept = 30;

async function read(): Promise<Snapshot> {
  const counters = await call<Counters>("GET", "/v1/traffic");
  return { ...counters, at: performance.now() };
}

/**
 * useHistory reads a snapshot every two seconds while the page is visible. It ends when the server
 * refuses: only administrators of the first environment may read them.
 */
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
  useRepeat(() => problem?.status !== 403 && void ask(), askEvery);
  return [history, problem];
}

type Measure = (old: Snapshot, now: Snapshot) => number;

/** over returns a measure between each two consecutive snapshots. */
const over = (history: Snapshot[], measure: Measure) =>
  history.slice(1).map((now, at) => measure(history[at] ?? now, now));

const requests =
  (classes: string[]): Measure =>
  (old, now) =>
    rate(old, now, "request", (outcome) => classes.includes(outcome));

const decisions =
  (allowed: boolean): Measure =>
  (old, now) =>
    rate(old, now, "credential", (outcome) => (outcome === "allow") === allowed);

const latency = (part: number): Measure => (old, now) => quantile(old, now, part);

/** Live is the section of the charts, for other pages; nothing while there are no numbers. */
export function Live() {
  const [history] = useHistory();
  if (history.length === 0) return null;
  return (
    <section class="section" aria-labelledby="live">
      <h2 id="live">Live traffic of this node</h2>
      <div class="stack">
        <Charts history={history} />
        <p class="soft">
          <a href="/console/traffic">Traffic</a> also shows what was refused, and why.
        </p>
      </div>
    </section>
  );
}

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

/** The kinds of refusals: what is counted, its name, and the outcome that is none. */
const refusals: Partial<Record<Count["what"], { name: string; good: string }>> = {
  credential: { name: "Credential", good: "allow" },
  introspection: { name: "Introspection", good: "allowed" },
  gateway: { name: "Gateway", good: "allow" },
  sign_in: { name: "Sign-in", good: "success" },
};

interface Refusal {
  what: string;
  reason: string;
  count: number;
}

function refusalsOf(now: Snapshot): Refusal[] {
  return now.counts.flatMap(({ what, outcome, count }) => {
    const kind = refusals[what];
    if (!kind || outcome === kind.good || count === 0) return [];
    return [{ what: kind.name, reason: outcome, count }];
  });
}

function Refusals({ now }: { now: Snapshot }) {
  const rows = refusalsOf(now);
  if (rows.length === 0) return <Empty title="Nothing was refused since the start." />;
  return (
    <PlainTable
      label="Table of refusals"
      heads={["What", "Reason", "Since the start"]}
      rows={rows.map((row) => [row.what, words(row.reason), row.count])}
    />
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
          Of the server that answers this page, in all environments.
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
