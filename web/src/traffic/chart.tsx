// Chart: a few lines over the last minutes, with their newest values in words.

export interface Line {
  name: string;
  tone: "accent" | "bad" | "soft";
  /** values from the oldest to the newest */
  values: number[];
}

interface ChartProps {
  title: string;
  unit: string;
  lines: Line[];
  /** length is the number of values that fill the width. */
  length: number;
}

const [width, height] = [240, 64];

/** number writes a value with about two digits, and nothing as a plain 0. */
function number(value: number): string {
  if (value < 0.005) return "0";
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

export function Chart({ title, unit, lines, length }: ChartProps) {
  const most = Math.max(...lines.flatMap((line) => line.values), 1e-9);
  const points = ({ values }: Line) =>
    values
      .map((value, at) => {
        const x = ((length - values.length + at) / (length - 1)) * width;
        return `${x.toFixed(1)},${(height - 2 - (value / most) * (height - 4)).toFixed(1)}`;
      })
      .join(" ");
  return (
    <figure class="chart">
      <figcaption>
        {title}{" "}
        <span class="soft small">
          {unit}, at most {number(most)}
        </span>
      </figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
        {lines.map((line) => (
          <polyline key={line.name} class={`line ${line.tone}`} points={points(line)} />
        ))}
      </svg>
      <dl class="legend">
        {lines.map((line) => (
          <div key={line.name}>
            <dt>
              <span class={`dot ${line.tone}`} aria-hidden="true" />
              {line.name}
            </dt>
            <dd>{number(line.values.at(-1) ?? 0)}</dd>
          </div>
        ))}
      </dl>
    </figure>
  );
}
