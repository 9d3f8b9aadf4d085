// Bar charts as SVG: one per work, with the rates of all its subjects, for light and dark pages.
import { us } from './race.mjs';

const width = 780;
const barHeight = 22;
const gap = 10;
const left = 345;
const right = 90;

const escape = (text) =>
  text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]);

const style = `
  text { font: 13px system-ui, sans-serif; fill: #1c1e21; }
  .title { font-weight: 600; font-size: 15px; }
  .caption { font-size: 10px; fill: #5c636b; }
  .ours { fill: #b4472e; } .theirs { fill: #7d8894; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6e8eb; } .caption { fill: #9aa2ab; }
    .ours { fill: #e2755c; } .theirs { fill: #6d7884; }
  }`;

function bar(row, index, highest) {
  const y = 44 + index * (barHeight + gap);
  const length = Math.max(1, ((width - left - right) * row.value) / highest);
  const kind = row.subject === us ? 'ours' : 'theirs';
  const name = row.connections ? `${row.subject}, ${row.connections} conns` : row.subject;
  const middle = y + barHeight - 6;
  return [
    `<text x="${left - 8}" y="${middle}" text-anchor="end">${escape(name)}</text>`,
    `<rect class="${kind}" x="${left}" y="${y}" width="${length.toFixed(1)}" ` +
      `height="${barHeight}" rx="2"/>`,
    `<text x="${(left + length + 6).toFixed(1)}" y="${middle}">` +
      `${row.value.toLocaleString('en-US', { maximumSignificantDigits: 3 })}</text>`,
  ].join('\n');
}

/** Breaks a text into lines of at most `columns` characters. */
function wrap(text, columns) {
  const lines = [''];
  for (const word of text.split(' ')) {
    if ((lines.at(-1) + word).length > columns) lines.push('');
    lines[lines.length - 1] += `${word} `;
  }
  return lines.map((line) => line.trim());
}

const note = (line, y) => `<text class="caption" x="12" y="${y}">${escape(line)}</text>`;

/** One chart of rows with a `value`. */
function chart(title, rows, caption) {
  const highest = Math.max(...rows.map((row) => row.value));
  const bottom = 44 + rows.length * (barHeight + gap);
  const notes = wrap(caption, 135);
  const height = bottom + 14 * notes.length + 10;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" \
width="${width}" height="${height}" role="img" aria-label="${escape(title)}">
<style>${style}
</style>
<text class="title" x="12" y="24">${escape(title)}</text>
${rows.map((row, index) => bar(row, index, highest)).join('\n')}
${notes.map((line, index) => note(line, bottom + 14 + 14 * index)).join('\n')}
</svg>
`;
}

/**
 * The charts of a run: [file name, SVG] of each work that more than one subject took part in. Bars
 * are rates, or p99 where the rate was given.
 */
export function charts(rows, caption) {
  const works = [...new Set(rows.map((row) => row.work))];
  return works.flatMap((work) => {
    const bars = rows
      .filter((row) => row.work === work && row.per_second)
      .map((row) => ({ ...row, value: row.paced ? row.p99_ms : row.per_second }));
    if (bars.length < 2) return [];
    const unit = bars[0].paced ? 'p99 in ms, less is better' : 'per second, more is better';
    return [[`${work}.svg`, chart(`${work}: ${unit}`, bars, caption)]];
  });
}
